import { readFileSync } from 'node:fs';

interface Names { readonly given: ReadonlySet<string>; readonly family: ReadonlySet<string> }

let loaded: Names | null = null;

/** Given and family names (people-names.json says from where), read with the first URL that may hold one. */
const names = (): Names => {
  if (loaded === null) {
    const file = JSON.parse(readFileSync(new URL('people-names.json', import.meta.url), 'utf8')) as { readonly given: string; readonly family: string }; // ships with this file
    loaded = { given: new Set(file.given.split(' ')), family: new Set(file.family.split(' ')) };
  }
  return loaded;
};

const wordsIn = /[a-z]+/gi;
const between = /^[-._+, ]{1,2}$/;
/** A slug with more words is a headline, and tells of somebody who is written about. */
const mostWords = 4;
const endings = /\.(?:html?|php\d?|aspx?|jsp|pdf|docx?|xlsx?|zip|png|jpe?g|gif|txt|exe)$/i;

/** Where a person's name stands in a segment or value: a given and a family name side by side, an initial between them allowed. */
export const nameIn = (text: string): { readonly at: number; readonly length: number } | null => {
  if (text.length > 80) return null;
  const body = text.replace(endings, '').replace(/([a-z]{2})([A-Z][a-z]{2})/g, '$1 $2'); // "JohnSmith"; what was put in is counted out below
  const found = [...body.matchAll(wordsIn)];
  if (found.length < 2 || found.filter(([word]) => word.length > 1).length > mostWords) return null;
  const shift = (at: number): number => at - (body.slice(0, at).match(/ /g)?.length ?? 0) + (text.slice(0, at).match(/ /g)?.length ?? 0);
  for (const [index, first] of found.entries()) {
    const next = found[index + 1];
    const last = next?.[0].length === 1 ? found[index + 2] : next;
    if (next === undefined || last === undefined || first[0].length < 3 || last[0].length < 3) continue;
    const gaps = [body.slice(first.index + first[0].length, next.index), next === last ? ' ' : body.slice(next.index + 1, last.index)];
    if (!gaps.every((gap) => between.test(gap)) || !isPair(first[0].toLowerCase(), last[0].toLowerCase())) continue;
    const at = shift(first.index);
    return { at, length: shift(last.index + last[0].length) - at };
  }
  return null;
};

const isPair = (first: string, last: string): boolean => {
  const { given, family } = names();
  return (given.has(first) && family.has(last)) || (family.has(first) && given.has(last));
};

/** Whether a value is a person's name as a form asks for it: a given name with anything, or a family name alone. */
export const isPersonsName = (value: string): boolean => {
  const parts = value.toLowerCase().split(/[\s._-]+/).filter((part) => part !== '');
  if (parts.length === 0 || parts.length > 4 || !parts.every((part) => /^[a-z'\x80-\xff]{1,20}$/.test(part))) return false;
  const { given, family } = names();
  return parts.length === 1 ? given.has(parts[0] ?? '') || family.has(parts[0] ?? '') : parts.some((part) => given.has(part)) || parts.every((part) => family.has(part));
};
