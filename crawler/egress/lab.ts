import { isIP } from 'node:net';
import type { LabRule } from './contract.ts';
import type { Target } from './target.ts';

/**
 * Reads a lab map: a line is `host-or-wildcard[:port] address:port`, "#" starts a comment, the first match wins.
 * All mistakes are thrown together as one `LabMapError`, each with its line number.
 *
 * "*" is every name; addresses are mapped only where they are written out.
 *
 * @example parseLabMap('*.shop.test 127.0.0.1:8080\nlogin.test:443 [::1]:8443')
 */
export function parseLabMap(text: string): LabRule[] {
  const rules: LabRule[] = [];
  const problems: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const words = (line.split('#', 1)[0] ?? '').trim().split(/\s+/);
    if (words[0] === '') continue;
    const rule = parseRule(words);
    if (typeof rule === 'string') problems.push(`line ${index + 1}: ${rule}`);
    else rules.push(rule);
  }
  if (problems.length > 0) throw new LabMapError(problems);
  return rules;
}

export class LabMapError extends Error {
  readonly code = 'lab-map';
  /** "line N: what is wrong", in order. */
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`the lab map has ${problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`}:\n${problems.slice(0, 20).join('\n')}`);
    this.name = 'LabMapError';
    this.problems = problems;
  }
}

/** The rule that maps a target, or null: then it does not exist. */
export function labRuleFor(rules: readonly LabRule[], target: Target): LabRule | null {
  return rules.find((rule) => (rule.port === null || rule.port === target.port) && hostMatches(rule.host, target.host)) ?? null;
}

function hostMatches(pattern: string, host: string): boolean {
  const name = host.endsWith('.') ? host.slice(0, -1) : host;
  if (pattern === '*') return isIP(name.replace(/^\[|\]$/g, '')) === 0;
  if (pattern.startsWith('*.')) return name.length > pattern.length - 1 && name.endsWith(pattern.slice(1));
  return name === pattern;
}

function parseRule(words: readonly string[]): LabRule | string {
  const [from, to] = words;
  if (from === undefined || to === undefined || words.length !== 2) return 'expected "host-or-wildcard[:port] address:port"';
  const host = parseHost(from);
  if (host === null) return `"${clip(from)}" is no host, "*.host" or "*", nor one of them with ":port"`;
  const destination = splitPort(to);
  const address = destination.host.startsWith('[') && destination.host.endsWith(']') ? destination.host.slice(1, -1) : destination.host;
  if (isIP(address) === 0 || destination.port === null) return `"${clip(to)}" is no address:port`;
  return { host: host.host, port: host.port, address, toPort: destination.port };
}

/** Spelt as the URL parser spells hosts, so that a rule matches what a request asks for. */
function parseHost(text: string): { host: string; port: number | null } | null {
  if (text === '*' || text.startsWith('*:')) {
    const all = splitPort(text);
    return all.hadPort && all.port === null ? null : { host: '*', port: all.port };
  }
  const wildcard = text.startsWith('*.');
  const { host, port, hadPort } = splitPort(wildcard ? text.slice(2) : text);
  if (hadPort && port === null) return null;
  let url: URL;
  try {
    url = new URL(`http://${host}`);
  } catch {
    return null;
  }
  if (url.href !== `http://${url.hostname}/` || host.includes('*')) return null;
  const name = url.hostname.endsWith('.') ? url.hostname.slice(0, -1) : url.hostname;
  return { host: wildcard ? `*.${name}` : name, port };
}

/** The port is null where it is missing or out of range. */
function splitPort(text: string): { host: string; port: number | null; hadPort: boolean } {
  const colon = text.lastIndexOf(':');
  if (colon === -1 || text.endsWith(']')) return { host: text, port: null, hadPort: false };
  const digits = text.slice(colon + 1);
  const port = /^\d{1,5}$/.test(digits) ? Number(digits) : 0;
  return { host: text.slice(0, colon), port: port >= 1 && port <= 65_535 ? port : null, hadPort: true };
}

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
