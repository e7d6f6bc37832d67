/** Writes the items of one call to a script, one after the other, big-endian, into one argument. Grows as needed. */
export class Packer {
  #bytes: Buffer;
  #at = 0;

  constructor(sizeHint: number) {
    this.#bytes = Buffer.allocUnsafe(sizeHint);
  }

  /** 16 bytes from 22 characters of base64url. Throws RangeError for anything else. */
  key(key: string): this {
    this.#room(24);
    if (key.length !== 22 || this.#bytes.write(key, this.#at, 'base64url') !== 16) throw new RangeError(`not a URL key: ${JSON.stringify(key.slice(0, 40))}`);
    this.#at += 16;
    return this;
  }

  bytes(bytes: Buffer): this {
    this.#room(bytes.length);
    this.#at += bytes.copy(this.#bytes, this.#at);
    return this;
  }

  u8(value: number): this {
    this.#room(1);
    this.#at = this.#bytes.writeUInt8(value, this.#at);
    return this;
  }

  u16(value: number): this {
    this.#room(2);
    this.#at = this.#bytes.writeUInt16BE(value, this.#at);
    return this;
  }

  /** Epoch milliseconds, 6 bytes; a fraction is cut off. Throws RangeError beyond. */
  time(epochMs: number): this {
    if (!(epochMs >= 0 && epochMs < 2 ** 48)) throw new RangeError(`not a time in epoch milliseconds: ${epochMs}`);
    this.#room(6);
    this.#at = this.#bytes.writeUIntBE(Math.floor(epochMs), this.#at, 6);
    return this;
  }

  /** Length in two bytes and the text. Throws RangeError over 65,535 bytes. */
  text(text: string): this {
    this.#room(2 + 3 * text.length);
    const bytes = this.#bytes.write(text, this.#at + 2);
    if (bytes > 0xffff) throw new RangeError(`a text of ${bytes} bytes does not fit a record`);
    this.#bytes.writeUInt16BE(bytes, this.#at);
    this.#at += 2 + bytes;
    return this;
  }

  /** What was written; the packer is not to be used any more. */
  done(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  #room(bytes: number): void {
    if (this.#at + bytes <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(2 * (this.#at + bytes));
    this.#bytes.copy(grown, 0, 0, this.#at);
    this.#bytes = grown;
  }
}
