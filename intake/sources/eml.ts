import { readMail } from '../mail/message.ts';
import { mailCaps } from '../mail/contract.ts';
import type { Source } from './contract.ts';

/** One mail (RFC 5322). `line` is that of its first line; a mail over its cap is read on, and not kept. */
export const eml: Source = {
  name: 'eml',
  async* read(input) {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of input) {
      bytes += chunk.length;
      if (bytes <= mailCaps.bytes) chunks.push(chunk);
      else chunks.length = 0;
    }
    if (bytes > mailCaps.bytes) yield { kind: 'problem', line: 1, problem: 'mail-too-large' };
    else for await (const item of readMail(Buffer.concat(chunks))) yield item.kind === 'url' ? { kind: 'url', line: 1, url: item.url } : { kind: 'problem', line: 1, problem: item.problem };
  },
};
