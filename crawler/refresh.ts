export interface Refresh { readonly delaySecs: number; readonly url: string }

/**
 * Reads the value of a Refresh header or of `<meta http-equiv=refresh>` (HTML Living Standard, "shared
 * declarative refresh steps"): "5; url='next'". Null where it names no other place.
 */
export const parseRefresh = (value: string, base: string): Refresh | null => {
  const text = value.slice(0, 9000);
  let at = skip(text, 0, space);
  const number = at;
  at = skip(text, at, '0123456789.');
  const delaySecs = Math.floor(Number.parseFloat(text.slice(number, at).slice(0, 12)) || 0);
  const separator = at;
  at = skip(text, at, `${space};,`);
  if (at === separator || at === text.length || (number === separator && text[separator] !== '.' && text[separator] !== ';')) return null;
  if (text.slice(at, at + 3).toLowerCase() === 'url') {
    const equals = skip(text, at + 3, space);
    if (text[equals] === '=') at = skip(text, equals + 1, space);
  }
  const first = text.charAt(at);
  const isQuoted = first === '"' || first === "'";
  const end = isQuoted ? text.indexOf(first, at + 1) : -1;
  const target = text.slice(isQuoted ? at + 1 : at, end === -1 ? undefined : end).trim();
  return target !== '' && URL.canParse(target, base) ? { delaySecs, url: new URL(target, base).href } : null;
};

const space = ' \t\n\f\r';

/** The first index from `at` on whose character is none of `characters`. */
const skip = (text: string, at: number, characters: string): number => {
  let index = at;
  while (index < text.length && characters.includes(text.charAt(index))) index++;
  return index;
};
