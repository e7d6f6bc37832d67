import { isAddress } from '../../url/host.ts';
import { expressionHash } from '../../url/keys.ts';
import { isoTime, type ExportFormat } from './contract.ts';
import { blockedName } from './names.ts';
import type { Listing } from '../../records/index.ts';
import type { Host } from '../../url/types.ts';

/** Suricata's range for rules of one's own, and how full it may get: then finding a free number would take long. */
const firstSid = 1_000_000;
const sids = 1_000_000;
const mostRules = 750_000;

/**
 * Rules for Suricata 6 and 7. A rule's sid follows from what it looks for, so that it stays the same from one
 * download to the next (unless two fall on one number, when the later takes the next free); its rev is the minute of the newest look.
 */
export const suricata: ExportFormat = {
  name: 'suricata',
  contentType: 'text/plain; charset=utf-8',
  about: 'Rules for Suricata: names in DNS, TLS and HTTP for whole hosts and domains, requests over plain HTTP for directories and pages.',
  lineEnd: '\n',
  async *lines(listings, { nowMs }) {
    yield '# Harrier: listed hosts, domains, directories and pages';
    yield `# ${isoTime(nowMs)}`;
    const taken = new Set<number>();
    for await (const listing of listings) {
      for (const { protocol, match } of matchesOf(listing)) {
        if (taken.size >= mostRules) {
          yield `# The range of local rules is full after ${mostRules} rules: take a recipe of the feed`;
          return;
        }
        const sid = freeSid(`${protocol} ${match}`, taken);
        yield `alert ${protocol} $HOME_NET any -> any any (msg:"Harrier ${listing.threat}: ${escaped(listing.expression, 200)}"; ${match} classtype:trojan-activity; metadata:scope ${listing.scope}, score ${Math.round(listing.score * 100)}; sid:${sid}; rev:${Math.floor(listing.lastSeenMs / 60_000)};)`;
      }
    }
  },
};

const toServer = 'flow:established,to_server;';

const matchesOf = (listing: Listing): readonly { readonly protocol: 'dns' | 'tls' | 'http'; readonly match: string }[] => {
  const blocked = blockedName(listing);
  if (blocked !== null) {
    const { name, isDomain } = blocked;
    const content = isDomain ? `dotprefix; content:".${escaped(name)}"; endswith;` : `content:"${escaped(name)}"; bsize:${name.length};`;
    return [
      { protocol: 'dns', match: `dns.query; ${content}` },
      { protocol: 'tls', match: `${toServer} tls.sni; ${content}` },
      { protocol: 'http', match: `${toServer} http.host; ${content}` },
    ];
  }
  const slash = listing.expression.indexOf('/');
  const [host, path] = [listing.expression.slice(0, slash), listing.expression.slice(slash)];
  if (!/^[a-z0-9._-]+$/.test(host)) return [];
  const where = isAddress(host as Host) ? `content:"${escaped(host)}"; bsize:${host.length};` : `dotprefix; content:".${escaped(host)}"; endswith;`; // A host that was canonicalised, or one that matches nothing.
  if (path === '/') return [{ protocol: 'http', match: `${toServer} http.host; ${where} http.uri.raw; content:"/"; bsize:1;` }];
  const uri = path.endsWith('/') ? `content:"${escaped(path)}"; startswith;` : path.includes('?') ? `content:"${escaped(path)}"; startswith; endswith;` : `content:"${escaped(path)}"; startswith; pcre:"/^(?:\\?|$)/R";`;
  return [{ protocol: 'http', match: `${toServer} http.host; ${where} http.uri.raw; ${uri}` }];
};

/** For a string of a rule: what could end it, or isn't printable ASCII, in hexadecimal. */
const escaped = (text: string, most = 8192): string => Buffer.from(text.slice(0, most), 'utf8').toString('latin1').replace(/[^A-Za-z0-9._~/?=&%+,@!*'()[\]{}<>^`#-]/g, (character) => `|${character.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}|`);

const freeSid = (text: string, taken: Set<number>): number => {
  let sid = expressionHash(text).readUInt32BE(0) % sids;
  while (taken.has(sid)) sid = (sid + 1) % sids;
  taken.add(sid);
  return firstSid + sid;
};
