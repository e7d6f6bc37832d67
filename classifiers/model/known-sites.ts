/**
 * Public facts of hosts in few bytes: how popular a registrable domain is, and what kind of host it is. An
 * open-addressed table of 32-bit words, one a name, read by a hash of the name:
 *
 *     | fingerprint 25 bits | band 4 bits | kind 3 bits |
 *
 * An empty slot is 0. A name that is not in it is taken for one that is about once in ten million look-ups.
 */
export interface SiteFact {
  /** 0 unknown, 1 within the top 100,000 ... 9 within the top 200. */
  readonly band: number;
  readonly kind: SiteKind;
}

export const siteKinds = ['none', 'shortener', 'dynamic-dns', 'link-in-bio', 'user-content', 'ipfs-gateway', 'university', 'bank'] as const;
export type SiteKind = (typeof siteKinds)[number];

/** Popularity bands, from the widest. */
export const bands = [100_000, 50_000, 20_000, 10_000, 5000, 2000, 1000, 500, 200] as const;

export class KnownSites {
  readonly #slots: Uint32Array;

  /** `slots` is what `buildKnownSites` made; its length is a power of two. */
  constructor(slots: Uint32Array) {
    this.#slots = slots;
  }

  /** 7 bits, band and kind as `bandOf` and `kindOf` read them; 0 where the name is unknown. */
  code(name: string): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const [high, low] = hashes(name);
    for (let at = low & mask; slots[at] !== 0; at = (at + 1) & mask) {
      const slot = slots[at]!;
      if (slot >>> 7 === high) return slot & 127;
    }
    return 0;
  }

  get slots(): Uint32Array {
    return this.#slots;
  }
}

export const bandOf = (code: number): number => code >> 3;
export const kindOf = (code: number): number => code & 7;

const pair: [number, number] = [0, 0];
const hashes = (name: string): readonly [number, number] => {
  let one = 0x811c9dc5;
  let other = 0x1b873593;
  for (let index = 0; index < name.length; index += 1) {
    const code = name.charCodeAt(index);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other, 0x85ebca6b) + code;
    other = (other << 13) | (other >>> 19);
  }
  one = Math.imul(one ^ (one >>> 15), 0x2c1b3c6d);
  other = Math.imul(other ^ (other >>> 16), 0x85ebca6b);
  pair[0] = ((one ^ (one >>> 13)) >>> 7) || 1;
  pair[1] = (other ^ (other >>> 13)) >>> 0;
  return pair;
};

/** The table of these facts, at most three quarters full. */
export const buildKnownSites = (facts: ReadonlyMap<string, SiteFact>): Uint32Array => {
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2((facts.size + 1) / 0.75)));
  for (const [name, { band, kind }] of [...facts].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const [high, low] = hashes(name);
    let at = low & (slots.length - 1);
    while (slots[at] !== 0) at = (at + 1) & (slots.length - 1);
    slots[at] = ((high << 7) | (band << 3) | siteKinds.indexOf(kind)) >>> 0;
  }
  return slots;
};
