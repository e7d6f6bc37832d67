import { bands, siteKinds, type SiteKind } from './known-sites.ts';
import { featureCount, featureIndex, type FeatureName, type UrlFacts } from './url-features.ts';
import { tokenViews } from './url-tokens.ts';
import type { UrlParts } from './url-parts.ts';

const maxReasons = 5;
/** Log-odds of a token view from which it is worth a sentence. */
const loud = 0.8;

/** What the model's row says of a URL, in sentences that a person can check. */
export const reasonsOf = ({ host, domain, suffix, label, isTenant, isBare }: UrlParts, _facts: UrlFacts, row: Float32Array): string[] => {
  const of = (name: FeatureName): number => row[featureIndex[name]!]!;
  const view = (name: string): number => row[featureCount + tokenViews.findIndex((one) => one.name === name)]!;
  const kind: SiteKind = siteKinds[of('host-kind')] ?? 'none';
  const band = bands[of('popularity') - 1];
  const rows: readonly (readonly [boolean, string])[] = [
    [of('is-brands-own') === 1, `${host} belongs to a brand of the catalogue.`],
    [band !== undefined && !isTenant, `${domain} is among the ${String(band)} most visited domains.`],
    [of('is-institution') === 1, `${domain} belongs to a university, a government or a bank.`],
    [of('brand-other-suffix') === 1, `"${label}" is the name of a brand, under a domain that is not known as the brand's.`],
    [of('brand-typo') > 0, `${host} is a letter away from the name of a brand.`],
    [of('brand-in-label') > 0 && of('brand-other-suffix') === 0, `${domain} contains the name of a brand and is not the brand's.`],
    [of('brand-by-digits') > of('brand-in-label'), `${host} spells the name of a brand with digits.`],
    [of('brand-in-below') > 0, `The name of a brand stands in front of ${domain}, which is not the brand's.`],
    [of('suffix-inside') === 1, `An ending like ".com" stands inside of the name ${host}.`],
    [isTenant, `${host} is a customer of the platform ${suffix}.`],
    [kind === 'dynamic-dns', `${domain} gives names to anybody (dynamic DNS).`],
    [kind === 'shortener', `${domain} shortens links: the URL does not say where it leads.`],
    [kind === 'user-content' || kind === 'ipfs-gateway' || kind === 'link-in-bio', `Anybody can put pages or files on ${domain}.`],
    [of('lure-words-host') > 0 && of('is-brands-own') === 0 && band === undefined, 'The host has words of a lure.'],
    [view('host-grams') > loud || view('host-words') > loud, 'The host is spelt and worded like malicious ones.'],
    [view('suffix') > loud, `Malicious names stand under .${suffix} more often than benign ones.`],
    [!isBare && (view('path-grams') > loud || view('path-words') > loud), 'The path is spelt and worded like those of malicious URLs.'],
    [!isBare && of('brand-in-path') > 0 && of('is-brands-own') === 0, `The path names a brand that ${domain} does not belong to.`],
    [of('path-wordpress') === 1 && of('ending-script') === 1, 'The path leads to a script inside of a WordPress folder.'],
  ];
  return rows.filter(([holds]) => holds).slice(0, maxReasons).map(([, says]) => says);
};
