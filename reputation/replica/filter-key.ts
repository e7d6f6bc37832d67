/**
 * A cheap hash of an expression, 64 bits in two halves, made so that it can be carried on: after a host's
 * characters come those of each path, and the key of every expression of a URL falls out on the way.
 * It only ever decides that an expression is certainly not listed (filter.ts); what may be is looked for by SHA-256.
 */
export const keySeedA = 0x811c_9dc5 | 0;
export const keySeedB = 0x9e37_79b9 | 0;
export const keyStepA = (state: number, code: number): number => Math.imul(state ^ code, 0x0100_0193);
export const keyStepB = (state: number, code: number): number => Math.imul(state ^ code, 0x85eb_ca6b) ^ (state >>> 15);

/** murmur3's finaliser: every bit of a state reaches every bit of the result. */
export const keyFinal = (state: number): number => {
  let mixed = state ^ (state >>> 16);
  mixed = Math.imul(mixed, 0x85eb_ca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
};

/** Both halves, each 0 to 2^32 - 1. */
export const filterKey = (expression: string): readonly [a: number, b: number] => {
  let [a, b] = [keySeedA, keySeedB];
  for (let at = 0; at < expression.length; at += 1) {
    const code = expression.charCodeAt(at);
    a = keyStepA(a, code);
    b = keyStepB(b, code);
  }
  return [keyFinal(a), keyFinal(b)];
};
