import { unescapeText } from '../../url/index.ts';
import { urlsInText } from '../mail/text.ts';

export const honeypotKinds = ['cowrie', 'access-log'] as const;
export type HoneypotKind = (typeof honeypotKinds)[number];

/**
 * URLs that an attacker had a honeypot fetch, or tried to: of one line of its log. Null where the line is none of that
 * log's. Whose address it came from is not read.
 */
export const urlsOfLine: Readonly<Record<HoneypotKind, (line: string) => readonly string[] | null>> = {
  /** Cowrie's JSON log: downloads, whether or not they worked, and commands that name a URL. */
  'cowrie': (line) => {
    const event = jsonOf(line);
    if (event === null || typeof event['eventid'] !== 'string') return null;
    const { url, input } = event;
    return [...new Set([...(typeof url === 'string' && /^(?:https?:\/\/|[\w-]+(?:\.[\w-]+)+\/)/i.test(url) ? [url] : []), ...(typeof input === 'string' ? urlsOfCommand(input) : [])])];
  },
  /** Apache's and nginx' common and combined formats: what a request's parameters or its program's name would have the server fetch. */
  'access-log': (line) => {
    const [, target, agent = ''] = /"(?:[A-Z]{3,20}) ([^" ]{1,8192})(?: HTTP\/[\d.]{1,4})?" \d{3} (?:\d{1,20}|-)(?: "[^"]{0,8192}" "([^"]{0,8192})")?/.exec(line) ?? [];
    if (target === undefined) return null;
    // A whole URL as target asks for a proxy, and says nothing of what is there.
    const asked = target.startsWith('/') ? target.slice(target.search(/[?]|%3f|\$|%24/i) < 0 ? target.length : 0) : '';
    const program = /[{}|`$]|\(\)/.test(agent) ? agent : '';
    return [...new Set([asked, program].flatMap((text) => urlsOfCommand(unescapeText(text).replaceAll('+', ' '))))];
  },
};

const jsonOf = (line: string): Readonly<Record<string, unknown>> | null => {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value as Record<string, unknown> : null; // an object of JSON
  } catch {
    return null;
  }
};

const fetched = /\b(?:wget|curl|fetch|lwp-download|busybox wget)(?:\s{1,3}-{1,2}[\w-]{1,20}(?:=\S{1,80})?){0,6}\s{1,3}["']?((?:\d{1,3}(?:\.\d{1,3}){3}|[\w-]+(?:\.[\w-]+)+)(?::\d{1,5})?\/[^\s"';|&<>]{1,500})/gi;
const base64Run = /[A-Za-z0-9+/]{24,8192}={0,2}/g;

/** What a shell's command line fetches: URLs, what wget and curl are given without a scheme, and both inside of base64. */
const urlsOfCommand = (command: string): string[] => {
  const text = command.slice(0, 65_536);
  const plain = (line: string): string[] => [...urlsInText(line.replaceAll(/[;|&]/g, (mark, at: number) => (mark === '&' && /[?&][\w.-]*=[^\s;|]*$/.test(line.slice(Math.max(0, at - 200), at)) ? mark : `${mark} `)).replaceAll(/([;|]) /g, ' ')), ...[...line.matchAll(fetched)].map(([, target = '']) => `http://${target}`)];
  const hidden = /base64|eval|echo/i.test(text) ? [...text.matchAll(base64Run)].slice(0, 20).map(([run]) => Buffer.from(run, 'base64').toString('latin1')).filter((line) => /^[\t\n\r\x20-\x7e]+$/.test(line)) : [];
  return [...new Set([text, ...hidden].flatMap(plain))].slice(0, 100);
};
