import type { LabelledUrl } from '../../../classifiers/model/url-rows.ts';
import { randomOf } from '../../../classifiers/model/boosted-trees.ts';
import { parseUrl } from '../../../url/parse.ts';

const words = { bad: ['login', 'verify', 'secure', 'wallet', 'claim', 'update'], good: ['garden', 'museum', 'recipes', 'library', 'football', 'weather'] };

/** Invented URLs of ten sources: five malicious, whose names and paths are of lures, five benign, whose are not; each has a style of its own. */
export const madeUpUrls = (rowsOfSource: number): LabelledUrl[] => {
  const random = randomOf(5);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  return Array.from({ length: 10 }, (_, index) => index).flatMap((source) => Array.from({ length: rowsOfSource }, (_, row): LabelledUrl => {
    const malicious = source % 2 === 1;
    const form = row % 3 === 0 ? 'domain' : 'full';
    const kind = malicious ? words.bad : words.good;
    const name = `${pick(kind)}-${pick([...words.bad, ...words.good])}${Math.floor(random() * 1e4)}`;
    const text = form === 'domain' ? `${name}.test` : `http://${name}.s${source}.test/${pick(kind)}/${row}.html`;
    const parsed = parseUrl(text);
    if (!parsed.ok) throw new Error(text);
    return { url: parsed.url, malicious, source: `${malicious ? 'bad' : 'good'}-${source}`, form };
  }));
};
