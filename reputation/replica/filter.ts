import { filterKey } from './filter-key.ts';

/**
 * Says of most expressions that they are certainly not listed, without a SHA-256: a Bloom filter whose bits
 * of one key lie in one line of 64 bytes, so that a question costs one visit to memory. It only grows; what
 * was taken off the list costs a needless search until the next build.
 *
 * Twelve bits a key and four probes: some 1 of 150 questions about something else passes.
 */
const bitsPerKey = 12;
const lineWords = 16;

export interface ExpressionFilter {
  /** Keys that it was made for; beyond them it lets more and more pass. */
  readonly capacity: number;
  readonly added: number;
  add(a: number, b: number): void;
  addExpression(expression: string): void;
  mayHave(a: number, b: number): boolean;
}

export const createFilter = (capacity: number): ExpressionFilter => {
  const lines = Math.ceil((capacity * bitsPerKey) / (lineWords * 32));
  const words = new Uint32Array(lines * lineWords);
  let added = 0;
  /** The line by the high bits of a product, which needs no division. */
  const lineOf = (a: number): number => Math.floor((a / 2 ** 32) * lines) * lineWords;
  const add = (a: number, b: number): void => {
    const line = lineOf(a);
    for (let probe = 0; probe < 4; probe += 1) {
      const bits = (b >>> (probe * 8)) ^ (Math.imul(a, 0x9e37_79b1 + probe * 2) >>> 23);
      const word = line + ((bits >>> 5) & 15);
      words[word] = (words[word] ?? 0) | (1 << (bits & 31));
    }
    added += 1;
  };
  return {
    capacity,
    get added() { return added; },
    add,
    addExpression: (expression) => { add(...filterKey(expression)); },
    mayHave: (a, b) => {
      const line = lineOf(a);
      for (let probe = 0; probe < 4; probe += 1) {
        const bits = (b >>> (probe * 8)) ^ (Math.imul(a, 0x9e37_79b1 + probe * 2) >>> 23);
        if (((words[line + ((bits >>> 5) & 15)] ?? 0) & (1 << (bits & 31))) === 0) return false;
      }
      return true;
    },
  };
};
