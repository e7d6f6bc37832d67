import type { Condition } from './rule.ts';

/**
 * The condition of a rule: `not` binds before `and`, `and` before `or`; `1 of them`, `any of drain*`,
 * `all of (…)` and their kind are written out over the searches that they name.
 *
 * @example conditionOf('form and not 1 of real*', ['form', 'realHost', 'realPath'])
 * // { is: 'and', of: [form, { is: 'not', of: { is: 'or', of: [realHost, realPath] } }] }
 *
 * Throws ConditionError with a sentence.
 */
export const conditionOf = (text: string, names: readonly string[]): Condition => {
  if (text.length > maxChars) throw new ConditionError(`the condition is longer than ${maxChars} characters`);
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  if (tokens.length === 0) throw new ConditionError('the condition is empty');
  let at = 0;
  let depth = 0;
  const word = (): string => (tokens[at] ?? '').toLowerCase();

  const either = (): Condition => joined('or', both);
  const both = (): Condition => joined('and', single);
  const joined = (is: 'and' | 'or', part: () => Condition): Condition => {
    const parts = [part()];
    while (word() === is) {
      at++;
      parts.push(part());
    }
    return parts.length === 1 ? parts[0] as Condition : { is, of: parts };
  };
  const single = (): Condition => {
    if (++depth > maxDepth) throw new ConditionError(`the condition is nested deeper than ${maxDepth}`);
    try {
      if (word() === 'not') {
        at++;
        return { is: 'not', of: single() };
      }
      if (word() === '(') {
        at++;
        const inner = either();
        if (word() !== ')') throw new ConditionError('a "(" is not closed');
        at++;
        return inner;
      }
      if ((word() === '1' || word() === 'any' || word() === 'all') && tokens[at + 1]?.toLowerCase() === 'of') {
        const is = word() === 'all' ? 'and' : 'or';
        at += 2;
        return many(is, named());
      }
      const [name, ...others] = named();
      if (name === undefined || others.length > 0) throw new ConditionError(`${quoted(tokens[at - 1])} names several searches: write "1 of" or "all of" before it`);
      return { is: 'search', name };
    } finally {
      depth--;
    }
  };
  const many = (is: 'and' | 'or', of: readonly string[]): Condition => {
    const parts = of.map((name): Condition => ({ is: 'search', name }));
    return parts.length === 1 ? parts[0] as Condition : { is, of: parts };
  };
  /** The searches that the next token names; `them` is all, `*` stands for any letters, a list may stand in brackets. */
  const named = (): string[] => {
    const token = tokens[at++];
    if (token === undefined || token === ')') throw new ConditionError(token === undefined ? 'the condition ends too early' : 'a ")" closes nothing');
    if (token === '(') {
      const found: string[] = [];
      while (word() !== ')') {
        if (at >= tokens.length) throw new ConditionError('a "(" is not closed');
        if (word() === 'or' || word() === 'and' || word() === ',') at++;
        else found.push(...named());
      }
      at++;
      return found;
    }
    if (token.includes('|')) throw new ConditionError('aggregations ("| count() …") have no meaning for a page');
    if (/^(?:and|or|not|of)$/i.test(token)) throw new ConditionError(`${quoted(token)} stands where a search is expected`);
    if (token.toLowerCase() === 'them') return [...names];
    if (!token.includes('*')) {
      if (!names.includes(token)) throw new ConditionError(`there is no search ${quoted(token)}; there is ${names.slice(0, 10).join(', ')}`);
      return [token];
    }
    const found = names.filter((name) => fits(token, name));
    if (found.length === 0) throw new ConditionError(`no search fits ${quoted(token)}`);
    return found;
  };

  const condition = either();
  if (at < tokens.length) throw new ConditionError(word() === ')' ? 'a ")" closes nothing' : `${quoted(tokens[at])} follows where "and", "or" or the end is expected`);
  return condition;
};

export class ConditionError extends Error {}

const maxChars = 4000;
const maxDepth = 50;

const quoted = (token: string | undefined): string => `"${(token ?? '').slice(0, 40)}"`;

/** `*` stands for any run of letters. Piece by piece: no pattern is made of a stranger's text. */
const fits = (pattern: string, name: string): boolean => {
  const pieces = pattern.split('*');
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let from = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, from);
    if (found === -1 || found + piece.length > name.length - last.length) return false;
    from = found + piece.length;
  }
  return true;
};
