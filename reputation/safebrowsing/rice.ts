/**
 * Rice-Golomb coding of sorted numbers, as both versions of Safe Browsing carry lists.
 *
 * Numbers of 32, 64, 128 or 256 bits lie in one Uint32Array, most significant word first. Coded are the first
 * number and the differences to each next one: a difference d becomes d >> k in unary (ones, then a zero) and the
 * low k bits, least significant first; the stream fills each byte from bit 0 up.
 *
 * @example encodeRice(Uint32Array.of(0x30303030, 0x30303031, 0x30303032), 1, { parameter: 3 })
 * // { first: [0x30303030], parameter: 3, count: 2, data: [0x22] }
 *
 * Source: developers.google.com/safe-browsing, v4 "Compression" and v5 "Hash list encoding"; vectors in fixtures/vectors.
 */
export interface RiceCoded {
  /** The smallest number; zeros where there is none. */
  readonly first: Uint32Array;
  /** k: bits of a difference that are written as they are. */
  readonly parameter: number;
  /** Differences, one less than there are numbers; 0 also where there is no number at all. */
  readonly count: number;
  readonly data: Uint8Array;
}

export type RiceRange = readonly [least: number, most: number];

/** What each width, in words, may have as its parameter: v5's ranges; v4 has its own for 32 bits. */
export const rangeOfWords: Readonly<Record<number, RiceRange>> = { 1: [3, 30], 2: [35, 62], 4: [99, 126], 8: [227, 254] };
export const rangeOfV4: RiceRange = [2, 28];

/** `numbers` are sorted and have no duplicate. The parameter is the one that is expected to cost least, unless it is given. */
export const encodeRice = (numbers: Uint32Array, words: number, { range = rangeOfWords[words] ?? [3, 30], parameter }: { readonly range?: RiceRange; readonly parameter?: number } = {}): RiceCoded => {
  const count = Math.max(0, numbers.length / words - 1);
  const k = parameter ?? (count === 0 ? range[0] : bestParameter(spread(numbers, words) / count, range));
  const bits = new BitWriter(Math.ceil((count * (k + 1) + (count === 0 ? 0 : spread(numbers, words) * 2 ** -k)) / 8) + 8);
  const delta = new Uint32Array(words);
  for (let at = words; at < numbers.length; at += words) {
    subtract(numbers, at, words, delta);
    bits.ones(shiftedDown(delta, k));
    for (let left = k, word = words - 1; left > 0; left -= 32, word -= 1) bits.write(delta[word] ?? 0, Math.min(left, 32));
  }
  return { first: numbers.length === 0 ? new Uint32Array(words) : numbers.slice(0, words), parameter: k, count, data: bits.bytes() };
};

/** The numbers again. Throws RangeError where the stream ends too early, or a number is too large for its width. */
export const decodeRice = ({ first, parameter, count, data }: RiceCoded): Uint32Array => {
  const words = first.length;
  if (count > data.length * 8) throw new RangeError(`${count} differences can't be in ${data.length} bytes`);
  const numbers = new Uint32Array((count + 1) * words);
  numbers.set(first);
  const bits = new BitReader(data);
  const delta = new Uint32Array(words);
  for (let at = words; at < numbers.length; at += words) {
    const high = bits.ones();
    delta.fill(0);
    for (let left = parameter, word = words - 1; left > 0; left -= 32, word -= 1) delta[word] = bits.read(Math.min(left, 32));
    putAbove(delta, high, parameter);
    add(numbers, at, words, delta);
  }
  return numbers;
};

/**
 * A difference of mean m costs k bits, the zero, and on average 1 / (e^(2^k / m) - 1) ones, where the numbers are
 * spread as hashes are; the least of it lies at or beside log2 m.
 */
const bestParameter = (mean: number, [least, most]: RiceRange): number => {
  const near = Math.floor(Math.log2(Math.max(mean, 1)));
  const cost = (k: number): number => k + 1 / -Math.expm1(-(2 ** k) / mean);
  const best = [near - 1, near, near + 1].reduce((a, b) => (cost(b) < cost(a) ? b : a));
  return Math.min(most, Math.max(least, best));
};

/** Last number less the first, as near as a double comes. */
const spread = (numbers: Uint32Array, words: number): number => asDouble(numbers, numbers.length - words, words) - asDouble(numbers, 0, words);
const asDouble = (numbers: Uint32Array, at: number, words: number): number => {
  let value = 0;
  for (let word = 0; word < words; word += 1) value = value * 2 ** 32 + (numbers[at + word] ?? 0);
  return value;
};

/** numbers[at] - numbers[at - words], which is not negative. */
const subtract = (numbers: Uint32Array, at: number, words: number, delta: Uint32Array): void => {
  let borrow = 0;
  for (let word = words - 1; word >= 0; word -= 1) {
    const difference = (numbers[at + word] ?? 0) - (numbers[at + word - words] ?? 0) - borrow;
    borrow = difference < 0 ? 1 : 0;
    delta[word] = difference; // Taken modulo 2^32 by the array.
  }
};

const add = (numbers: Uint32Array, at: number, words: number, delta: Uint32Array): void => {
  let carry = 0;
  for (let word = words - 1; word >= 0; word -= 1) {
    const sum = (numbers[at + word - words] ?? 0) + (delta[word] ?? 0) + carry;
    numbers[at + word] = sum;
    carry = sum > 0xffff_ffff ? 1 : 0;
  }
  if (carry === 1) throw new RangeError('a number is larger than its width');
};

/** What is left above the low `k` bits: under 2^32 for every parameter in range. */
const shiftedDown = (delta: Uint32Array, k: number): number => {
  let value = 0;
  const lowest = delta.length - 1 - Math.floor(k / 32);
  for (let word = 0; word <= lowest; word += 1) value = value * 2 ** 32 + (delta[word] ?? 0);
  return Math.floor(value / 2 ** (k % 32));
};

const putAbove = (delta: Uint32Array, high: number, k: number): void => {
  const lowest = delta.length - 1 - Math.floor(k / 32);
  const shifted = high * 2 ** (k % 32);
  const above = Math.floor(shifted / 2 ** 32);
  if (lowest < 0 || above > (lowest > 0 ? 0xffff_ffff : 0)) throw new RangeError('a number is larger than its width');
  delta[lowest] = (delta[lowest] ?? 0) + (shifted % 2 ** 32);
  if (lowest > 0) delta[lowest - 1] = (delta[lowest - 1] ?? 0) + above;
};

class BitWriter {
  private readonly buffer: Uint8Array;
  private at = 0;
  private held = 0;
  private heldBits = 0;

  constructor(bytes: number) {
    this.buffer = new Uint8Array(bytes);
  }

  /** The low `bits` (up to 32) of `value`. */
  write(value: number, bits: number): void {
    if (bits > 16) {
      this.write(value & 0xffff, 16);
      this.write(value >>> 16, bits - 16);
      return;
    }
    this.held |= (value & ((1 << bits) - 1)) << this.heldBits;
    this.heldBits += bits;
    while (this.heldBits >= 8) {
      this.buffer[this.at] = this.held & 0xff;
      this.at += 1;
      this.held >>>= 8;
      this.heldBits -= 8;
    }
  }

  /** So many ones and a zero. */
  ones(count: number): void {
    let left = count;
    for (; left >= 16; left -= 16) this.write(0xffff, 16);
    this.write((1 << left) - 1, left + 1);
  }

  bytes(): Uint8Array {
    const end = this.at + (this.heldBits > 0 ? 1 : 0);
    if (this.heldBits > 0) this.buffer[this.at] = this.held;
    return this.buffer.slice(0, end);
  }
}

class BitReader {
  private at = 0;
  private held = 0;
  private heldBits = 0;
  private readonly data: Uint8Array;

  constructor(data: Uint8Array) {
    this.data = data;
  }

  read(bits: number): number {
    if (bits > 16) return (this.read(16) + this.read(bits - 16) * 65536) >>> 0;
    while (this.heldBits < bits) {
      const byte = this.data[this.at];
      if (byte === undefined) throw new RangeError('the coded numbers end too early');
      this.held |= byte << this.heldBits;
      this.at += 1;
      this.heldBits += 8;
    }
    const value = this.held & ((1 << bits) - 1);
    this.held >>>= bits;
    this.heldBits -= bits;
    return value;
  }

  ones(): number {
    let count = 0;
    while (this.read(1) === 1) count += 1;
    return count;
  }
}
