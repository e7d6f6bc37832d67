import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

/** Where the real list is: HARRIER_DATA, else a folder beside the checkout. Null where there is none. */
const realList = (): string | null => {
  const folder = process.env['HARRIER_DATA'] ?? path.resolve(import.meta.dirname, '../../shared/data');
  const file = path.join(folder, 'urls-train.csv.gz');
  return existsSync(file) ? file : null;
};

/** A label put before every host of the list on each pass after the first, so that all URLs are new. */
const passLabel = (pass: number): string => (pass === 0 ? '' : `${String.fromCharCode(96 + pass)}.`);

async function* realUrls(file: string, pass: number): AsyncGenerator<string> {
  const rows = createReadStream(file).pipe(createGunzip()).pipe(parse({ from_line: 2, relax_quotes: true, relax_column_count: true }));
  for await (const row of rows as AsyncIterable<string[]>) {
    const url = row[0] ?? '';
    const scheme = /^https?:\/\//i.exec(url)?.[0] ?? '';
    yield scheme + passLabel(pass) + url.slice(scheme.length);
  }
}

/** Two of three URLs on a host of their own, 45 characters on the average, as in the real list. */
function* syntheticUrls(): Generator<string> {
  for (let at = 0; ; at++) yield `http://www.site-${at - (at % 3 === 2 ? 1 : 0)}.example/account/login.php?id=${at}`;
}

/** Writes `count` URLs, one a line. Returns which list they are from. */
export const writeUrlFile = async (target: string, count: number): Promise<string> => {
  const list = realList();
  const out = createWriteStream(target);
  let written = 0;
  const write = async (url: string): Promise<void> => {
    if (!out.write(`${url}\n`)) await once(out, 'drain');
    written++;
  };
  if (list === null) for (const url of syntheticUrls()) { if (written >= count) break; await write(url); }
  else for (let pass = 0; written < count; pass++) for await (const url of realUrls(list, pass)) { if (written >= count) break; await write(url); }
  out.end();
  await once(out, 'finish');
  return list === null ? 'synthetic URLs' : 'the real URL list';
};

/** Lines of a file in lists of `size`. */
export async function* lineBatches(file: string, size: number): AsyncGenerator<string[]> {
  let batch: string[] = [];
  for await (const line of createInterface({ input: createReadStream(file, { highWaterMark: 1 << 20 }), crlfDelay: Infinity })) {
    batch.push(line);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
