import type { Source } from './contract.ts';
import { lineBatches } from './lines.ts';

/** Names that a hosts file has of itself, and that are no finding. */
const ownNames = new Set(['localhost', 'localhost.localdomain', 'local', 'broadcasthost', 'ip6-localhost', 'ip6-loopback', 'ip6-localnet', 'ip6-mcastprefix', 'ip6-allnodes', 'ip6-allrouters', 'ip6-allhosts', '0.0.0.0']);

/** A hosts file: an address and one or more names a line, "#" starts a comment anywhere. */
export const hosts: Source = {
  name: 'hosts',
  async* read(input) {
    for await (const lines of lineBatches(input)) {
      for (const { number, text, problem } of lines) {
        if (problem !== null) {
          yield { kind: 'problem', line: number, problem };
          continue;
        }
        const [address, ...names] = withoutComment(text).split(/\s+/).filter((word) => word !== '');
        if (address === undefined) continue;
        if (names.length === 0) yield { kind: 'problem', line: number, problem: 'no-url' };
        for (const name of names) if (!ownNames.has(name.toLowerCase())) yield { kind: 'url', line: number, url: name };
      }
    }
  },
};

const withoutComment = (text: string): string => {
  const mark = text.indexOf('#');
  return mark < 0 ? text : text.slice(0, mark);
};
