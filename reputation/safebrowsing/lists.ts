import type { Threat } from '../../records/index.ts';
import { prefixBytes, type PrefixBytes } from './prefix-list.ts';

/** What Safe Browsing tells apart. Its numbers are the same in v4 and v5. */
export interface ListKind {
  /** Starts the names of v5: "se-4b". */
  readonly name: string;
  readonly threatType: 1 | 2 | 3;
  readonly threats: ReadonlySet<Threat>;
  readonly about: string;
}

/** Every threat of ours is on exactly one (a test holds it). The place of a row is written into the versions that clients keep: add at the end. */
export const listKinds: readonly ListKind[] = [
  { name: 'mw', threatType: 1, threats: new Set<Threat>(['malware', 'drive-by', 'skimmer']), about: 'Malware: downloads, drive-by attacks, card skimmers' },
  { name: 'se', threatType: 2, threats: new Set<Threat>(['phishing', 'clickfix', 'tech-support-scam', 'scam']), about: 'Social engineering: phishing, ClickFix, tech-support and other scams' },
  { name: 'uws', threatType: 3, threats: new Set<Threat>(['unwanted', 'cryptojacking']), about: 'Unwanted software and miners' },
];

/** Other names of the same lists: Android asks for unwanted software under its own. */
const alsoNamed: Readonly<Record<string, string>> = { uwsa: 'uws' };

export const kindOfThreat = (threat: Threat): ListKind => {
  const kind = listKinds.find(({ threats }) => threats.has(threat));
  if (kind === undefined) throw new RangeError(`${threat} is on no list`);
  return kind;
};

export const kindOfNumber = (threatType: number): ListKind | null => listKinds.find((kind) => kind.threatType === threatType) ?? null;

/** A list of v5 by its name: `kind` is null where it is not one of ours, which is served empty. */
export interface NamedList {
  readonly name: string;
  readonly kind: ListKind | null;
  readonly bytes: PrefixBytes;
}

/** Null where the text is no name of a list at all. */
export const listNamed = (name: string): NamedList | null => {
  const [, start, digits] = /^([a-z]{1,16})-(4|8|16|32)b$/.exec(name) ?? [];
  const bytes = prefixBytes.find((length) => length === Number(digits));
  if (start === undefined || bytes === undefined) return null;
  return { name, kind: listKinds.find((kind) => kind.name === (alsoNamed[start] ?? start)) ?? null, bytes };
};

/** What `hashLists` shows: each list in each length, the usual length first. */
export const namedLists: readonly NamedList[] = prefixBytes.flatMap((bytes) => listKinds.map((kind) => ({ name: `${kind.name}-${bytes}b`, kind, bytes })));
