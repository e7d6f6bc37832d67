import type { BrandCatalogue } from '../contract.ts';
import { chosenLabel } from '../hosts.ts';

const minLabelChars = 5;
const alphabet = 37;

/**
 * Finds names of brands inside of text, one pass: a trie of the labels of their domains but for common words. And finds labels
 * that are one edit away from one, by the hashes of forms with one letter left out.
 */
export class BrandScan {
  readonly #next: Int32Array;
  readonly #ends: Uint8Array;
  readonly #forms = new Uint32Array(2 ** 17);
  readonly #labels = new Set<string>();

  constructor(catalogue: BrandCatalogue) {
    for (const brand of catalogue.brands) {
      for (const label of [...brand.domains.map(chosenLabel), ...brand.aliases.filter((alias) => /^[a-z0-9]{6,}$/.test(alias))]) {
        if (label !== null && label.length >= minLabelChars && !catalogue.commonWords.has(label) && /^[a-z0-9-]+$/.test(label) && !/^\d+$/.test(label)) this.#labels.add(label);
      }
    }
    const nodes = [new Int32Array(alphabet)];
    const ends = [0];
    for (const label of this.#labels) {
      let node = 0;
      for (let index = 0; index < label.length; index += 1) {
        const symbol = symbolOf(label.charCodeAt(index));
        let next = nodes[node]![symbol]!;
        if (next === 0) {
          next = nodes.length;
          nodes.push(new Int32Array(alphabet));
          ends.push(0);
          nodes[node]![symbol] = next;
        }
        node = next;
      }
      ends[node] = label.length;
      if (label.length >= 6) for (const form of formHashes(label)) this.#addForm(form);
    }
    this.#next = new Int32Array(nodes.length * alphabet);
    for (const [index, node] of nodes.entries()) this.#next.set(node, index * alphabet);
    this.#ends = Uint8Array.from(ends);
  }

  isLabel(text: string): boolean {
    return this.#labels.has(text);
  }

  /** Length of the longest brand's label inside of `text`, 0 where there is none. `bounded` wants no letter or digit around it. */
  longest(text: string, bounded: boolean): number {
    let best = 0;
    for (let start = 0; start < text.length - minLabelChars + 1; start += 1) {
      if (bounded && start > 0 && isWordCode(text.charCodeAt(start - 1))) continue;
      let node = 0;
      for (let at = start; at < text.length; at += 1) {
        const symbol = symbolOf(text.charCodeAt(at));
        if (symbol < 0) break;
        node = this.#next[node * alphabet + symbol]!;
        if (node === 0) break;
        const end = this.#ends[node]!;
        if (end > best && (!bounded || at + 1 === text.length || !isWordCode(text.charCodeAt(at + 1)))) best = end;
      }
    }
    return best;
  }

  /** Whether `text` may be one insertion, deletion, substitution or swap from a label of six letters or more. Mistakes are rare. */
  isNear(text: string): boolean {
    if (text.length < 5 || text.length > 30 || this.#labels.has(text)) return false;
    for (const form of formHashes(text)) if (this.#hasForm(form)) return true;
    return false;
  }

  #addForm(hash: number): void {
    let at = hash & (this.#forms.length - 1);
    while (this.#forms[at] !== 0 && this.#forms[at] !== hash) at = (at + 1) & (this.#forms.length - 1);
    this.#forms[at] = hash;
  }

  #hasForm(hash: number): boolean {
    let at = hash & (this.#forms.length - 1);
    for (; this.#forms[at] !== 0; at = (at + 1) & (this.#forms.length - 1)) if (this.#forms[at] === hash) return true;
    return false;
  }
}

const symbolOf = (code: number): number => (code >= 0x61 && code <= 0x7a ? code - 0x61 : code >= 0x30 && code <= 0x39 ? code - 0x30 + 26 : code === 0x2d ? 36 : -1);
const isWordCode = (code: number): boolean => (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);

const maxFormChars = 62;
const base = 0x01000193;
const powers = new Int32Array(maxFormChars + 1).fill(1);
for (let index = 1; index <= maxFormChars; index += 1) powers[index] = Math.imul(powers[index - 1]!, base);
const suffixes = new Int32Array(maxFormChars + 1);

/** Hashes of a text, and of each form of it with one letter left out: sums of letters times powers, so that all cost the length once. */
const formHashes = (text: string): Uint32Array => {
  const length = Math.min(text.length, maxFormChars);
  suffixes[length] = 0;
  for (let index = length - 1; index >= 0; index -= 1) suffixes[index] = Math.imul(text.charCodeAt(index), powers[length - 1 - index]!) + suffixes[index + 1]!;
  const forms = new Uint32Array(length + 1);
  forms[0] = suffixes[0]! === 0 ? 1 : suffixes[0]!;
  let prefix = 0;
  for (let index = 0; index < length; index += 1) {
    const hash = Math.imul(prefix, powers[length - 1 - index]!) + suffixes[index + 1]!;
    forms[index + 1] = (hash | 0) === 0 ? 1 : hash;
    prefix = (Math.imul(prefix, base) + text.charCodeAt(index)) | 0;
  }
  return forms;
};
