import { refang } from '../../url/index.ts';
import type { Source } from './contract.ts';
import { lineBatches } from './lines.ts';

/** One URL a line, defanged or not; "#" starts a comment. OpenPhish's feed is this. */
export const plain: Source = {
  name: 'plain',
  async* read(input) {
    for await (const lines of lineBatches(input)) {
      for (const { number, text, problem } of lines) {
        if (problem !== null) yield { kind: 'problem', line: number, problem };
        else if (!isBlank(text)) yield { kind: 'url', line: number, url: refang(text.trim()) };
      }
    }
  },
};

const isBlank = (text: string): boolean => {
  const trimmed = text.trimStart();
  return trimmed === '' || trimmed.startsWith('#');
};
