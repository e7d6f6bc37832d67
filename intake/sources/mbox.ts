import { mailCaps } from '../mail/contract.ts';
import type { ByteStream, Source } from './contract.ts';
import { mailItems } from './eml.ts';

const lineFeed = 0x0a;
const separator = Buffer.from('From ');
const quoted = /^>+From /;

/** A mailbox in one file (RFC 4155; ">From " as mboxrd unquotes it). `line` is that of the mail's first line. Memory: one mail, at most its cap. */
export const mbox: Source = {
  name: 'mbox',
  async* read(input) {
    for await (const { line, bytes } of mailsIn(input)) yield* mailItems(bytes, line);
  },
};

interface BoxedMail { readonly line: number; readonly bytes: Buffer | null }

async function* mailsIn(input: ByteStream): AsyncGenerator<BoxedMail> {
  let number = 0;
  let start = 1;
  let held: Buffer[] = [];
  let heldBytes = 0;
  let hasBegun = false;
  let wasBlank = true;
  const done = (): BoxedMail => {
    const mail = { line: start, bytes: heldBytes > mailCaps.bytes ? null : Buffer.concat(held) };
    [held, heldBytes] = [[], 0];
    return mail;
  };
  for await (const line of linesOf(input)) {
    number += 1;
    if (wasBlank && line.subarray(0, separator.length).equals(separator)) {
      if (hasBegun) yield done();
      [hasBegun, start, wasBlank] = [true, number, false];
      continue;
    }
    wasBlank = line.length <= 2 && (line[0] === lineFeed || line[1] === lineFeed);
    heldBytes += line.length;
    if (heldBytes > mailCaps.bytes) held = [];
    else held.push(line[0] === 0x3e && quoted.test(line.subarray(0, 64).toString('latin1')) ? line.subarray(1) : line);
  }
  if (hasBegun) yield done();
}

/** With their ends; one that is longer than 1 MiB in several pieces. */
async function* linesOf(input: ByteStream): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const bytes of input) {
    const chunk = rest.length > 0 ? Buffer.concat([rest, bytes]) : Buffer.from(bytes);
    let from = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, from)) {
      yield chunk.subarray(from, end + 1);
      from = end + 1;
    }
    rest = Buffer.from(chunk.subarray(from));
    if (rest.length > 1_048_576) {
      yield rest;
      rest = Buffer.alloc(0);
    }
  }
  if (rest.length > 0) yield rest;
}
