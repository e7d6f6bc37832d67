import { createHash } from 'node:crypto';
import { isoTime } from './contract.ts';
import { harrierNamespace, uuidOf } from './uuid.ts';
import { blockedName } from './names.ts';
import type { Listing } from '../../records/index.ts';

/**
 * A MISP feed (misp-project.org, "Feeds"): manifest.json, one file an event, hashes.csv. An event holds what was
 * first seen on one day (UTC), so that its id stays while listings come and go. What is no longer listed leaves its
 * event, whose newer timestamp makes MISP fetch it again.
 */
export interface MispEvent {
  readonly uuid: string;
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly listings: readonly Listing[];
  /** Newest change in it, seconds. */
  readonly timestamp: number;
}

const orgc = { name: 'Harrier', uuid: uuidOf(harrierNamespace, 'organisation') };
const tags = [{ name: 'tlp:clear', colour: '#ffffff' }];
const infoOf = (day: string): string => `Harrier: URLs first seen malicious on ${day}`;

export const mispEvents = async (listings: AsyncIterable<Listing>): Promise<readonly MispEvent[]> => {
  const byDay = new Map<string, Listing[]>();
  for await (const listing of listings) {
    const day = isoTime(listing.firstSeenMs).slice(0, 10);
    const known = byDay.get(day);
    if (known === undefined) byDay.set(day, [listing]); else known.push(listing);
  }
  return [...byDay].sort(([a], [b]) => (a < b ? 1 : -1)).map(([day, of]) => ({
    uuid: uuidOf(harrierNamespace, `event ${day}`), day, listings: of.sort((a, b) => (a.expression < b.expression ? -1 : 1)),
    timestamp: Math.floor(of.reduce((newest, { lastSeenMs }) => Math.max(newest, lastSeenMs), 0) / 1000),
  }));
};

export const mispManifest = (events: readonly MispEvent[]): Record<string, object> =>
  Object.fromEntries(events.map(({ uuid, day, timestamp }) => [uuid, { Orgc: orgc, Tag: tags, info: infoOf(day), date: day, analysis: 2, threat_level_id: 2, timestamp }]));

export const mispEvent = ({ uuid, day, listings, timestamp }: MispEvent): object => ({
  Event: {
    uuid, info: infoOf(day), date: day, threat_level_id: '2', analysis: '2', published: true, timestamp: String(timestamp), publish_timestamp: String(timestamp), extends_uuid: '',
    Orgc: orgc, Tag: tags, Attribute: listings.map(attributeOf), Object: [], Galaxy: [],
  },
});

/** A whole name as a domain or a host name; everything else as a URL. */
const attributeOf = (listing: Listing): object => {
  const { expression, threat, brand, score, firstSeenMs, lastSeenMs, scope } = listing;
  const { type, value } = valueOf(listing);
  return {
    uuid: uuidOf(harrierNamespace, `attribute ${expression}`), type, category: 'Network activity', value, to_ids: true, disable_correlation: false, deleted: false,
    comment: `${threat}, ${scope}, score ${score.toFixed(2)}${brand === null ? '' : `, imitates ${brand}`}`.slice(0, 500),
    timestamp: String(Math.floor(lastSeenMs / 1000)), first_seen: isoTime(firstSeenMs), last_seen: isoTime(Math.max(firstSeenMs, lastSeenMs)),
  };
};

const valueOf = (listing: Listing): { readonly type: 'domain' | 'hostname' | 'url'; readonly value: string } => {
  const blocked = blockedName(listing);
  if (blocked === null) return { type: 'url', value: `http://${listing.expression}` };
  return { type: blocked.isDomain ? 'domain' : 'hostname', value: blocked.name };
};

/** MISP's hashes.csv: a line `md5,event` each value, by which readers correlate without fetching all. */
export function* mispHashes(events: readonly MispEvent[]): Generator<string> {
  for (const { uuid, listings } of events) for (const listing of listings) yield `${createHash('md5').update(valueOf(listing).value).digest('hex')},${uuid}`;
}
