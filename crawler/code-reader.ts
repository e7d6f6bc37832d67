import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { CodeRecord } from '../records/index.ts';
import { caps, cutText } from './caps.ts';
import { sha256 } from './hash.ts';
import { Memo } from './memo.ts';

let isReady = false;

/** ZXing in WebAssembly: pictures of hostile pages are decoded in its own memory, never by native code of this process. The module is the package's own file. */
const prepare = (): void => {
  if (isReady) return;
  isReady = true;
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const bytes = readFileSync(file);
  prepareZXingModule({ overrides: { wasmBinary: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) } }); // a file's buffer is no shared one
};

type Code = Omit<CodeRecord, 'seenIn'>;

/** What was read in the last pictures, by their hash: a kit's pages, a parked domain's and a provider's look the same to the byte. */
const known = new Memo<Promise<readonly Code[]>>(500);

/** Codes that a telephone would read in a JPEG or PNG; none where it is no such picture. */
export const codesIn = async (picture: Uint8Array, seenIn: string): Promise<CodeRecord[]> => {
  const codes = await known.get(sha256(picture), () => read(picture));
  return codes.map((code) => ({ ...code, seenIn }));
};

/** Without ZXing's slow second try: what a screen draws is neither blurred nor bent, and that try took half of the time. */
const read = async (picture: Uint8Array): Promise<readonly Code[]> => {
  prepare();
  const found = await readBarcodes(new Uint8Array(picture), { formats: ['QRCode', 'DataMatrix', 'Aztec'], tryHarder: false, tryInvert: true, tryRotate: false, maxNumberOfSymbols: caps.codes }).catch(() => []);
  return found.filter(({ isValid }) => isValid).map(({ format, text }) => ({ format, text: cutText(text, caps.codeText) }));
};
