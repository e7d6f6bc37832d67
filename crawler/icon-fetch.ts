import { createSecureContext } from 'node:tls';
import type { Profile } from '../records/index.ts';
import { readBody } from './answer-body.ts';
import { caps } from './caps.ts';
import { probeAgent } from './probe-connection.ts';
import { pictureHeadersOf } from './profiles.ts';

export interface Icon { readonly mimeType: string | null; readonly body: Uint8Array }

export interface IconFetch {
  readonly url: string;
  readonly pageUrl: string;
  readonly profile: Profile;
  readonly proxyUrl: string;
  /** "a=1; b=2", or "" where the browser would send none. */
  readonly cookieFor: (url: string) => Promise<string>;
  readonly signal: AbortSignal;
}

const mostRedirects = 3;
/** Certificates are told of the page (collectors/tls.ts), not of its icon: here nothing is verified. */
const unverified = createSecureContext({ ca: [], minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' });

/** One icon, through the visit's own egress. Null where the server has none, or more than `caps.iconBytes`; throws where it cannot be reached in time. */
export const fetchIcon = async ({ url, pageUrl, profile, proxyUrl, cookieFor, signal }: IconFetch): Promise<Icon | null> => {
  const agent = probeAgent(proxyUrl, unverified, () => {}, caps.iconsMs);
  try {
    let at = new URL(url);
    for (let hop = 0; hop <= mostRedirects; hop++) {
      const cookie = await cookieFor(at.href);
      const headers = [...pictureHeadersOf(profile, at, pageUrl), ...(cookie === '' ? [] : [['cookie', cookie]])];
      const answer = await agent.request({ origin: at.origin, path: `${at.pathname}${at.search}`, method: 'GET', headers: headers.flat(), signal });
      const said = (name: string): string | null => [answer.headers[name]].flat()[0] ?? null;
      const location = said('location');
      if (answer.statusCode >= 300 && answer.statusCode < 400 && location !== null && URL.canParse(location, at.href)) {
        await answer.body.dump({ limit: 4096, signal }).catch(() => {}); // its body says nothing
        at = new URL(location, at);
        if (!/^https?:$/.test(at.protocol)) return null;
        continue;
      }
      if (answer.statusCode !== 200) { answer.body.on('error', () => {}).destroy(); return null; }
      const { body, isCut } = await readBody(answer.body, said('content-encoding'), caps.iconBytes);
      return isCut ? null : { mimeType: said('content-type')?.split(';')[0]?.trim().toLowerCase().slice(0, 200) ?? null, body };
    }
    return null;
  } finally {
    agent.destroy().catch(() => {}); // sockets are gone either way
  }
};
