/**
 * Text with its percent escapes decoded, nested ones too, and where in the source each character
 * stands: what is found in the decoded text can be cut out of the source.
 */
export interface Decoded {
  readonly source: string;
  /** One character a byte for what was escaped. */
  readonly text: string;
  /** Offset in the source of each character of `text`; null where nothing was escaped and they are the same. */
  readonly offsets: readonly number[] | null;
}

const hexPair = /^[0-9a-f]{2}$/i;

/** @example decoded('a%2540b') // text "a@b", offsets 0, 1, 6 */
export const decoded = (source: string): Decoded => {
  if (!source.includes('%')) return { source, text: source, offsets: null };
  const characters: string[] = [];
  const offsets: number[] = [];
  for (let at = 0; at < source.length; at += 1) {
    characters.push(source.charAt(at));
    offsets.push(at);
    while (characters.at(-3) === '%') {
      const pair = `${characters.at(-2) ?? ''}${characters.at(-1) ?? ''}`;
      if (!hexPair.test(pair)) break;
      characters.splice(-3, 3, String.fromCharCode(Number.parseInt(pair, 16)));
      offsets.splice(-2, 2);
    }
  }
  return { source, text: characters.join(''), offsets };
};

const sourceAt = ({ source, offsets }: Decoded, offset: number): number => offsets === null ? offset : offsets[offset] ?? source.length;

/** What stands in the decoded text from a match's start, for `length` characters, becomes `text`. */
export interface Replacement { readonly length: number; readonly text: string }

/** Replaces in the source what `find` (global) matches in the decoded text; a match answered by null stays. */
export const replaceDecoded = (source: string, find: RegExp, replace: (match: RegExpExecArray) => Replacement | null): string => {
  const whole = decoded(source);
  let replaced = '';
  let done = 0;
  for (const match of whole.text.matchAll(find)) {
    const replacement = replace(match);
    if (replacement === null) continue;
    replaced += source.slice(done, sourceAt(whole, match.index)) + replacement.text;
    done = sourceAt(whole, match.index + replacement.length);
  }
  return done === 0 && replaced === '' ? source : replaced + source.slice(done);
};
