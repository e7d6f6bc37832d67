import type { BrandCatalogue } from '../contract.ts';
import type { ParsedUrl } from '../../url/types.ts';
import { treeScore } from './boosted-trees.ts';
import { BrandScan } from './brand-scan.ts';
import { KnownSites } from './known-sites.ts';
import { readUrlArtefact, type Reading, type ViewArtefact } from './url-artefact.ts';
import { featureCount, fillFeatures, type UrlFacts } from './url-features.ts';
import { urlParts } from './url-parts.ts';
import { reasonsOf } from './url-reasons.ts';
import { maxTokens, tokenViews } from './url-tokens.ts';

/**
 * How malicious a URL looks, by its text and by dated public facts alone; nothing is fetched.
 *
 * The score is a probability, calibrated on sources that the model was not trained with, where malicious and
 * benign URLs are as many. It is a prior: by it alone a URL is at most suspicious.
 */
export interface UrlModel {
  /** "YYYY-MM-DD", when it was trained. */
  readonly date: string;
  /** 0 to 1. The fast way: 100,000 and more a second. */
  score(url: ParsedUrl, given?: Given): number;
  /** The score, and sentences that say what the model saw, the weightiest first. */
  rate(url: ParsedUrl, given?: Given): UrlRating;
  /** Whether the score is one that only 1 % of benign URLs of unseen sources reach. */
  isSuspicious(url: ParsedUrl, score: number, given?: Given): boolean;
}

/** Whether it came as a URL, or as a name of a list of domains: only a URL that is nothing but a host is read in two ways. */
export type Given = 'url' | 'domain';

export interface UrlRating {
  readonly score: number;
  readonly says: readonly string[];
}

/** The model in a file that `harrier train urls` wrote. Throws UrlArtefactError. */
export const loadUrlModel = (file: Uint8Array, brands: BrandCatalogue): UrlModel => {
  const { date, knownSites, views, tasks, readings } = readUrlArtefact(file);
  const facts: UrlFacts = { sites: new KnownSites(knownSites), brands, scan: new BrandScan(brands) };
  const row = new Float32Array(featureCount + tokenViews.length);
  const tokens = new Uint32Array(maxTokens);
  const readingOf = (isBare: boolean, given: Given): Reading => (isBare ? given === 'domain' ? readings.domain : readings.home : readings.page);
  const score = (url: ParsedUrl, given: Given = 'url'): number => {
    const parts = urlParts(url);
    const { slope, shift } = readingOf(parts.isBare, given);
    const task = parts.isBare ? tasks.host : tasks.url;
    fillFeatures(parts, facts, row);
    for (let view = 0; view < tokenViews.length; view += 1) {
      const filled = tokenViews[view]!.fill(parts, tokens);
      row[featureCount + view] = viewScore(views[view]!, tokens, filled);
    }
    return 1 / (1 + Math.exp(-(slope * treeScore(task.trees, row) + shift)));
  };
  return {
    date,
    score,
    rate: (url, given) => {
      const probability = score(url, given);
      return { score: probability, says: reasonsOf(urlParts(url), facts, row) };
    },
    isSuspicious: (url, probability, given = 'url') => probability >= readingOf(urlParts(url).isBare, given).suspiciousAt,
  };
};

/** Log-odds by one token view. */
const viewScore = ({ scale, bias, weights }: ViewArtefact, tokens: Uint32Array, count: number): number => {
  if (count === 0) return bias;
  let sum = 0;
  for (let index = 0; index < count; index += 1) sum += weights[tokens[index]!]!;
  return bias + (scale * sum) / Math.sqrt(count);
};
