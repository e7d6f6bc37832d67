import type { VisitUrl } from '../../url/types.ts';

/**
 * The host that politeness goes by: a visit URL's, without port and closing dot. lua/place.lua cuts the same,
 * and a test compares the two.
 */
export const hostOfVisit = (url: VisitUrl): string => {
  const from = url.indexOf('://') + 3;
  let to = from;
  if (url[from] === '[') to = url.indexOf(']', from) + 1;
  else while (to < url.length && !ends.has(url.charCodeAt(to))) to++;
  if (url.charCodeAt(to - 1) === dot) to--;
  return url.slice(from, to);
};

const ends: ReadonlySet<number> = new Set([...'/:?#'].map((end) => end.charCodeAt(0)));
const dot = 46;

/** The partition of a host, from the FNV-1a hash of its name: the same for ever, since records lie by it. */
export const partitionOf = (host: string, partitions: number): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < host.length; at++) hash = Math.imul(hash ^ host.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % partitions;
};
