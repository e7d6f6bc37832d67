import { domainToUnicode } from 'node:url';
import { skeleton, unleet } from './confusables.ts';
import type { Brand, BrandCatalogue } from './contract.ts';
import { chosenLabel } from './hosts.ts';

/** How a host label resembles a brand's own: `homograph` looks the same, `typo` is one or two letters away, `token` has it as one of its words. */
export interface Likeness {
  readonly brand: Brand;
  readonly by: 'same-label' | 'homograph' | 'typo' | 'token';
  /** The brand's own label: "paypal". */
  readonly label: string;
}

const minTypoChars = 6;
const minTwoTypoChars = 10;
const minTokenChars = 5;

/**
 * Index of the labels of a catalogue's domains and of its one-word aliases. For typos each label is stored under itself with one
 * character left out ("paypl", "papal", ...): two labels that are one insertion, deletion or substitution
 * apart share such a form, so a look-up costs the length of the label.
 */
export class Lookalikes {
  readonly #labels = new Map<string, Brand>();
  readonly #skeletons = new Map<string, string>();
  readonly #deletions = new Map<string, string[]>();
  readonly #common: ReadonlySet<string>;

  constructor(catalogue: BrandCatalogue) {
    this.#common = catalogue.commonWords;
    for (const brand of catalogue.brands) {
      const names = brand.aliases.filter((alias) => /^[a-z0-9]{6,}$/.test(alias));
      for (const label of [...brand.domains.map(chosenLabel), ...names]) {
        if (label === null || label.length < 4 || this.#labels.has(label)) continue;
        this.#labels.set(label, brand);
        this.#skeletons.set(skeleton(label), label);
        if (label.length < minTypoChars || this.#common.has(label)) continue;
        for (const form of withOneLeftOut(label)) this.#deletions.set(form, [...(this.#deletions.get(form) ?? []), label]);
      }
    }
  }

  /** The strongest likeness of one host label ("xn--pypal-4ve", "paypa1", "paypal-login"), or null. */
  of(label: string): Likeness | null {
    const exact = this.#found(label, 'same-label');
    if (exact !== null) return exact;
    const seen = domainToUnicode(label) || label;
    for (const form of [skeleton(seen), unleet(skeleton(seen)), skeleton(seen).replaceAll('-', '')]) {
      const own = this.#skeletons.get(form);
      if (own !== undefined && own !== label) return this.#found(own, seen !== label || form !== label.replaceAll('-', '') ? 'homograph' : 'token');
    }
    return this.#typoOf(skeleton(seen)) ?? this.#tokenOf(seen);
  }

  #found(label: string, by: Likeness['by']): Likeness | null {
    const brand = this.#labels.get(label);
    return brand === undefined ? null : { brand, by, label };
  }

  #typoOf(label: string): Likeness | null {
    if (label.length < minTypoChars - 1 || label.length > 40) return null;
    for (const form of [label, ...withOneLeftOut(label)]) {
      for (const own of [form, ...(this.#deletions.get(form) ?? [])]) {
        if (!this.#labels.has(own) || own.length < minTypoChars) continue;
        const distance = editDistance(label, own);
        if ((distance === 1 && isSlip(label, own)) || (distance === 2 && own.length >= minTwoTypoChars)) return this.#found(own, 'typo');
      }
    }
    return null;
  }

  #tokenOf(label: string): Likeness | null {
    const words = label.split(/[-_.]/);
    const tokens = words.flatMap((word, index) => [word, unleet(skeleton(word)), word.replace(/\d+$/, ''), words.slice(index, index + 2).join('-'), words.slice(index, index + 3).join('-')]);
    for (const token of tokens) {
      if (token.length < minTokenChars || !this.#labels.has(token)) continue;
      // "cloud" and "square" are words of anybody's name; beside a word of a lure they are a brand's.
      if (this.#common.has(token) && !words.some((word) => word !== token && lureWord.test(word))) continue;
      return this.#found(token, 'token');
    }
    // Glued words: "paypallogin", "securepaypal". Only with one of the words of a lure around the name.
    for (const token of tokens) {
      const bare = token.replace(gluedWord, '');
      if (bare !== token && bare.length >= minTokenChars && this.#labels.has(bare)) return this.#found(bare, 'token');
    }
    return null;
  }
}

const gluedWord = /^(?:my|secure|login|signin|verify|support|account|update|mail|web|the|auth|id)|(?:login|signin|secure|verify|support|account|accounts|update|online|help|security|service|services|wallet|app|auth|portal|bank|bonus|pay|payment|id)$/g;

const lureWord = /^(?:log-?in|log-?on|sign-?in|secure|security|verify|verification|account|accounts|update|support|help|service|services|wallet|auth|sso|id|unlock|billing|refund|recovery|bonus|gift|claim|airdrop|confirm|alert|kyc)\d*$/;

/**
 * Whether one edit is a slip of the fingers or a trick of the eye. Of short names half the language is one letter
 * away ("twitch" and "switch"): there a letter must be swapped, doubled or left out of a double, or look like its neighbour.
 */
const isSlip = (label: string, own: string): boolean => {
  if (own.length >= 8 || (own.length === 7 && label[0] === own[0])) return true;
  if (label[0] !== own[0]) return false;
  if ([...label].sort().join('') === [...own].sort().join('')) return true;
  if (label.replace(/(.)\1/g, '$1') === own.replace(/(.)\1/g, '$1')) return true;
  return label.length === own.length && [...label].every((letter, index) => letter === own[index] || alike.has(letter + (own[index] ?? '')));
};
const alike = new Set(['il', 'li', '1l', 'l1', 'i1', '1i', 'o0', '0o', 'mn', 'nm', 'uv', 'vu', 'vw', 'wv', 'ec', 'ce', 'gq', 'qg', 'yi', 'iy', 'sz', 'zs', 'ij', 'ji', 'ck', 'kc']);

const withOneLeftOut = (label: string): string[] => Array.from(label, (_, index) => label.slice(0, index) + label.slice(index + 1));

/** Insertions, deletions, substitutions and swaps of neighbours; labels are at most 63 characters. */
const editDistance = (one: string, other: string): number => {
  let twoAgo: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      let best = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (!same && i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) best = Math.min(best, (twoAgo[j - 2] ?? 0) + 1);
      row.push(best);
    }
    twoAgo = last;
    last = row;
  }
  return last[other.length] ?? 0;
};

const built = new WeakMap<BrandCatalogue, Lookalikes>();

/** The index of a catalogue, made at its first use. */
export const lookalikesOf = (catalogue: BrandCatalogue): Lookalikes => {
  const known = built.get(catalogue);
  if (known !== undefined) return known;
  const made = new Lookalikes(catalogue);
  built.set(catalogue, made);
  return made;
};
