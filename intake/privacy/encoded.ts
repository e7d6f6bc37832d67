import { replaceDecoded, type Replacement } from './decoded.ts';

const printable = /^[\t\n\r\x20-\x7e]+$/;

/** Text that base64 (of either alphabet) stands for; null where it stands for bytes, or nothing. */
const textOfBase64 = (value: string): string | null => {
  const bytes = Buffer.from(value, 'base64');
  const ascii = bytes.toString('latin1');
  if (printable.test(ascii)) return ascii;
  const text = bytes.toString('utf8');
  return bytes.length > 6 && !text.includes('\ufffd') && /^[^\x00-\x08\x0e-\x1f]+$/.test(text) && /[a-z@.]{3}/i.test(text) ? text : null; // eslint-disable-line no-control-regex -- no text holds them
};

const textOfHex = (value: string): string | null => {
  const text = Buffer.from(value, 'hex').toString('latin1');
  return printable.test(text) ? text : null;
};

/** Whether a value is text in base64 or hex: it can be read, and what is private in it is found there. */
export const isEncodedText = (value: string): boolean =>
  value.length >= 8 && (/^(?:[2-7][0-9a-f])+$/i.test(value) ? textOfHex(value) : /^[\w+/-]+={0,2}$/.test(value) ? textOfBase64(value) : null) !== null;

// What follows a letter or digit is no start; a path's "/" ends a run there, and is of the alphabet in a query.
const pathRun = /(?<![A-Za-z0-9])[A-Za-z0-9][A-Za-z0-9+_-]{7,4095}={0,2}/g;
const queryRun = /(?<![A-Za-z0-9+/])[A-Za-z0-9][A-Za-z0-9+/_-]{7,4095}={0,2}/g;
const hexRun = /(?<![0-9a-z])(?:[2-7][0-9a-f]){6,2048}(?![0-9a-z])/gi;

/** What is private inside of base64 and hex, replaced there: a page that decodes its victim's address decodes the canary. */
export const withoutEncoded = (text: string, where: 'path' | 'query', redact: (plain: string) => string): string => {
  const standIn = ([run]: RegExpExecArray): Replacement | null => {
    const plain = textOfBase64(run);
    if (plain === null) return null;
    const redacted = redact(plain);
    if (redacted === plain) return null;
    const isStandard = run.endsWith('=') || /[+/]/.test(run);
    return { length: run.length, text: Buffer.from(redacted, printable.test(redacted) ? 'latin1' : 'utf8').toString(isStandard ? 'base64' : 'base64url') };
  };
  const hexStandIn = ([run]: RegExpExecArray): Replacement | null => {
    const plain = textOfHex(run);
    const redacted = plain === null ? null : redact(plain);
    return plain === null || redacted === null || redacted === plain ? null : { length: run.length, text: Buffer.from(redacted, 'latin1').toString('hex') };
  };
  return replaceDecoded(replaceDecoded(text, hexRun, hexStandIn), where === 'path' ? pathRun : queryRun, standIn);
};
