import { readMail } from '../mail/message.ts';
import { wholeMail } from '../mail/whole.ts';
import type { Source, SourceItem } from './contract.ts';

/** One mail (RFC 5322). `line` is that of its first line; a mail over its cap is read on, and not kept. */
export const eml: Source = {
  name: 'eml',
  async* read(input) {
    yield* mailItems(await wholeMail(input), 1);
  },
};

/** What one mail gives, by the line that it begins at; `bytes` is null where it is over its cap. */
export async function* mailItems(bytes: Buffer | null, line: number): AsyncGenerator<SourceItem> {
  if (bytes === null) yield { kind: 'problem', line, problem: 'mail-too-large' };
  else for await (const item of readMail(bytes)) yield item.kind === 'url' ? { kind: 'url', line, url: item.url } : { kind: 'problem', line, problem: item.problem };
}
