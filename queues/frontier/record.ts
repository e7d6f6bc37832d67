import { lanes, type Lane, type Priority } from '../../records/index.ts';
import type { UrlKey, VisitUrl } from '../../url/types.ts';
import type { BurialReason, FrontierRecord } from './contract.ts';

/** Order is the number in the record: only ever added to at the end. */
export const burialReasons: readonly BurialReason[] = ['too-many-attempts', 'refused-by-policy', 'unvisitable'];
const states = ['due', 'leased', 'resting', 'buried'] as const;

/** Bytes of a record before its URL. */
export const recordHeadBytes = 18;

/** Number of a lane in records, lines and scripts. */
export const laneNumber = (lane: Lane): number => lanes.indexOf(lane);

/** Index of the record's source in its partition's table. */
export const sourceIndexOf = (raw: Buffer): number => raw.readUInt16BE(4);

/** A value of the records hash; lua/record.lua has the layout. */
export const decodeRecord = (key: UrlKey, raw: Buffer, source: string): FrontierRecord => {
  const flags = raw.readUInt8(0);
  const state = states[flags & 3] ?? 'due';
  const dueAtMs = raw.readUIntBE(6, 6);
  return {
    key,
    url: raw.toString('utf8', recordHeadBytes) as VisitUrl, // what `offer` was given
    state,
    lane: lanes[(flags >> 2) & 3] ?? 'probe',
    look: raw.readUInt8(3),
    priority: ((flags >> 4) & 3) as Priority, // two bits
    dueAtMs: dueAtMs === 0 ? null : dueAtMs,
    attempts: raw.readUInt8(2),
    source,
    firstSeenMs: raw.readUIntBE(12, 6),
    buried: state === 'buried' ? burialReasons[flags >> 6] ?? null : null,
  };
};
