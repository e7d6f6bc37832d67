import type { Source } from './contract.ts';
import { lineBatches } from './lines.ts';

/**
 * An ad blocker's list. Only rules for whole hosts ("||host^", with or without options) say that a host
 * is bad; exceptions, paths, patterns and cosmetic rules are reported as not taken.
 */
export const adblock: Source = {
  name: 'adblock',
  async* read(input) {
    for await (const lines of lineBatches(input)) {
      for (const { number, text, problem } of lines) {
        const rule = text?.trim() ?? '';
        const host = /^\|\|([^/^*|$]{1,253})\^(?:\$[^/]*)?$/.exec(rule)?.[1];
        if (problem !== null) yield { kind: 'problem', line: number, problem };
        else if (host !== undefined) yield { kind: 'url', line: number, url: host };
        else if (rule !== '' && !isComment(rule)) yield { kind: 'problem', line: number, problem: 'unsupported-rule' };
      }
    }
  },
};

const isComment = (rule: string): boolean => rule.startsWith('!') || rule.startsWith('#') || /^\[[^\]]*\]$/.test(rule);
