import { refang } from '../../url/index.ts';
import type { ByteStream, SourceItem } from './contract.ts';
import { jsonObjects } from './json-objects.ts';

/** An item for each entry that stands `depth` brackets deep, by the first of `fields` that it has as text. A document without entries is said to have no URL. */
export async function* itemsOfField(input: ByteStream, depth: number, fields: readonly string[], isWanted: (entry: Readonly<Record<string, unknown>>) => boolean = () => true): AsyncGenerator<SourceItem> {
  let hasEntry = false;
  for await (const { line, value, problem } of jsonObjects(input, depth)) {
    hasEntry = true;
    if (problem !== null) {
      yield { kind: 'problem', line, problem };
      continue;
    }
    if (!isWanted(value)) continue;
    const url = fields.map((field) => value[field]).find((field) => typeof field === 'string');
    yield url === undefined ? { kind: 'problem', line, problem: 'no-url' } : { kind: 'url', line, url: refang(url) };
  }
  if (!hasEntry) yield { kind: 'problem', line: 1, problem: 'no-url' };
}
