import { verdictKinds, type VerdictKind } from '../../records/index.ts';

/**
 * Which URLs a visit has judged, and how: the newest half million or so. Two open-addressing tables of a
 * power of two; when the young one is full it becomes the old one, and what only the old one of before knew
 * is forgotten. 11 bytes a place:
 *
 *     keys     the first 64 bits of the URL's key (url/keys.ts), in two halves
 *     values   its kind's place in `verdictKinds` << 7 | score in hundredths
 *     days     when, days of the epoch
 *
 * Two URLs that share 64 bits are taken for one: among a million, one chance in thirty million.
 */
export interface TestedUrls {
  set(urlKey: string, verdict: VerdictKind, score: number, atMs: number): void;
  get(urlKey: string): Tested | null;
}

export interface Tested { readonly verdict: VerdictKind; readonly score: number; readonly day: number }

export const dayOf = (ms: number): number => Math.floor(ms / 86_400_000);

const smallest = 2 ** 10;

export const createTested = (largest = 2 ** 19): TestedUrls => {
  let young = createGeneration(Math.min(smallest, largest));
  let old: Generation | null = null;
  const put = (a: number, b: number, value: number, day: number): void => {
    if (young.isFull()) {
      if (young.places < largest) young = grown(young);
      else [old, young] = [young, createGeneration(largest)];
    }
    young.put(a, b, value, day);
  };
  return {
    set: (urlKey, verdict, score, atMs) => {
      const [a, b] = halves(urlKey);
      put(a, b, (verdictKinds.indexOf(verdict) << 7) | Math.round(Math.min(1, Math.max(0, score)) * 100), dayOf(atMs));
    },
    get: (urlKey) => {
      const [a, b] = halves(urlKey);
      const found = young.get(a, b) ?? old?.get(a, b);
      if (found === undefined) return null;
      return { verdict: verdictKinds[found.value >> 7] ?? 'undecided', score: (found.value & 127) / 100, day: found.day };
    },
  };
};

interface Generation {
  readonly places: number;
  isFull(): boolean;
  put(a: number, b: number, value: number, day: number): void;
  get(a: number, b: number): { readonly value: number; readonly day: number } | undefined;
  each(visit: (a: number, b: number, value: number, day: number) => void): void;
}

const createGeneration = (places: number): Generation => {
  const keys = new Uint32Array(places * 2);
  const values = new Uint16Array(places);
  const days = new Uint16Array(places);
  let used = 0;
  /** The key's place, or the free one where it would go. A free place has day 0. */
  const placeOf = (a: number, b: number): number => {
    let place = b & (places - 1);
    while (days[place] !== 0 && (keys[place * 2] !== a || keys[place * 2 + 1] !== b)) place = (place + 1) & (places - 1);
    return place;
  };
  return {
    places,
    isFull: () => used >= places * 0.75,
    put: (a, b, value, day) => {
      const place = placeOf(a, b);
      if (days[place] === 0) used += 1;
      [keys[place * 2], keys[place * 2 + 1], values[place], days[place]] = [a, b, value, day];
    },
    get: (a, b) => {
      const place = placeOf(a, b);
      return days[place] === 0 ? undefined : { value: values[place] ?? 0, day: days[place] ?? 0 };
    },
    each: (visit) => {
      for (const [place, day] of days.entries()) if (day !== 0) visit(keys[place * 2] ?? 0, keys[place * 2 + 1] ?? 0, values[place] ?? 0, day);
    },
  };
};

const grown = (full: Generation): Generation => {
  const larger = createGeneration(full.places * 2);
  full.each((a, b, value, day) => { larger.put(a, b, value, day); });
  return larger;
};

const halves = (urlKey: string): readonly [a: number, b: number] => {
  const bytes = Buffer.from(urlKey.slice(0, 12), 'base64url');
  return bytes.length < 8 ? [0, 0] : [bytes.readUInt32LE(0), bytes.readUInt32LE(4)];
};
