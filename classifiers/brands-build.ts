import { z } from 'zod';
import { chosenLabel, siteOf } from './hosts.ts';
import { brandPicks } from './rules/brand-picks.ts';

/**
 * Builds config/data/brands.json (`harrier train brands`): the picks, with what files of public facts add of
 * the same owners. Every fact names its source: what `sources` of a brand does not name was picked by hand.
 */
export interface BrandFacts {
  /** { brands: [{ brand, domains, sources }], shared_credential_groups: [{ shared } | { from, to }] }. */
  readonly directory: unknown;
  /** Addresses of log-in and account pages by public directories; their hosts become log-in hosts of the brand that owns them. */
  readonly accountUrls: readonly string[];
  /** Popular registrable domains: a brand's label that many other owners' names contain is a common word. */
  readonly popularDomains: readonly string[];
  /** "YYYY-MM-DD" */
  readonly date: string;
}

const directorySchema = z.object({
  brands: z.array(z.object({ brand: z.string(), domains: z.array(z.string()), sources: z.array(z.string()) })),
  shared_credential_groups: z.array(z.object({ shared: z.array(z.string()).optional(), from: z.array(z.string()).optional(), to: z.array(z.string()).optional() })),
});

/** Only these directories list domains by owner; icon collections name encyclopedias and code hosts as a brand's page. */
const directories: Readonly<Record<string, string>> = { 'jdm': 'JustDelete.me directory', '2fa': '2factorauth directory', 'misp bank-website': 'MISP warning list of bank web sites' };
const groupSource = 'Apple password-manager-resources: shared credentials';
const accountSource = 'log-in pages of the JustDelete.me and 2factorauth directories';
const pickSource = 'picks by hand (classifiers/rules/brand-picks.ts)';
const maxDomains = 80;
const maxLogins = 12;
/** Other owners' popular names that end with a label, from which it is a common word. */
const commonFrom = 5;
const veryCommonFrom = 20;
/** Words of a dictionary that too few popular names end with. Names that phish live on ("ledger", "phantom") stay names. */
const wordsByHand = ['battle', 'charter', 'subito', 'canon', 'argos', 'boots', 'halifax', 'discover', 'chime', 'regions', 'citizens', 'medium', 'indeed', 'rainbow', 'compound', 'optimism', 'polygon', 'avalanche', 'neon', 'brother', 'frontier', 'oracle', 'emirates', 'marcus', 'empower', 'opera', 'brave', 'tangerine', 'nationwide', 'backpack', 'argent', 'ubuntu', 'origin', 'square', 'enel', 'engie', 'claro', 'liverpool', 'speedy', 'argenta', 'bundle', 'saturn', 'mirror', 'magenta', 'fortune'];

/** The text of the file, one brand a line, so that a change of it can be read. Throws ZodError where the directory is not of its form. */
export const buildBrands = ({ directory, accountUrls, popularDomains, date }: BrandFacts): string => {
  const facts = directorySchema.parse(directory);
  const picks = brandPicks.trim().split('\n').map((row) => {
    const [name = '', aliases = '', domains = ''] = row.split('|').map((cell) => cell.trim());
    return { name, aliases: aliases.split(',').map((alias) => alias.trim()).filter((alias) => alias !== ''), domains: domains.split(' ') };
  });
  const taken = new Map(picks.flatMap(({ name, domains }) => domains.map((domain) => [domain, name] as const)));
  const loginHosts = loginHostsOf(accountUrls);
  const brands = picks.map(({ name, aliases, domains }) => {
    const own = new Set(domains);
    const sources = new Map<string, string[]>();
    const sites = new Set(domains.map(siteOf));
    const add = (more: readonly string[], source: string): void => {
      for (const domain of more) {
        if (!isHost.test(domain) || own.has(domain) || (taken.get(domain) ?? name) !== name || own.size >= maxDomains) continue;
        own.add(domain);
        sources.set(source, [...(sources.get(source) ?? []), domain]);
      }
    };
    for (const entry of facts.brands) {
      const isSame = entry.brand.toLowerCase() === name.toLowerCase() && entry.domains.some((domain) => sites.has(siteOf(domain)));
      const source = entry.sources.map((one) => directories[one]).find((one) => one !== undefined);
      if (isSame && source !== undefined) add(entry.domains.filter((domain) => isAkin(domain, name, sites)), source);
    }
    for (const { shared = [], from = [], to = [] } of facts.shared_credential_groups) {
      const group = [...shared, ...from, ...to];
      if (group.includes(domains[0] ?? '')) add(group, groupSource);
    }
    const logins = [...new Set([...own].flatMap((domain) => loginHosts.get(siteOf(domain)) ?? []))].filter((host) => [...own].some((domain) => host === domain || host.endsWith(`.${domain}`))).sort().slice(0, maxLogins);
    if (logins.length > 0) sources.set(accountSource, logins);
    return { name, domains: [...own], aliases, ...(logins.length === 0 ? {} : { logins }), ...(sources.size === 0 ? {} : { sources: Object.fromEntries(sources) }) };
  });
  const head = {
    date,
    sources: [pickSource, ...Object.values(directories), groupSource, accountSource, 'common words: labels of top lists (MISP warning lists of top sites)'],
    commonWords: commonWords(brands, popularDomains),
  };
  return `{\n  "date": ${JSON.stringify(head.date)},\n  "sources": ${JSON.stringify(head.sources)},\n  "commonWords": ${JSON.stringify(head.commonWords)},\n  "brands": [\n${brands.map((brand) => `    ${JSON.stringify(brand)}`).join(',\n')}\n  ]\n}\n`;
};

/** Directories name encyclopedias, help desks and parent companies beside a brand's own: a domain must bear the brand's name, or stand under a domain that does. */
const isAkin = (domain: string, name: string, sites: ReadonlySet<string>): boolean => {
  if (sites.has(siteOf(domain))) return true;
  const label = (chosenLabel(domain) ?? '').replaceAll('-', '');
  const names = [name.toLowerCase().normalize('NFKD').replace(/[^a-z0-9]/g, ''), ...[...sites].map((site) => (chosenLabel(site) ?? '').replaceAll('-', ''))].filter((one) => one.length >= 3);
  return names.some((one) => label.includes(one) || (label.length >= 4 && one.includes(label)));
};

const isHost = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;
const loginLabel = /^(?:log-?in|sign-?in|sso|auth|accounts?|my|id|idp|identity|secure|passport|member|mein|meine|konto|moncompte|profile|user|users|web|online|banking|ebanking|onlinebanking|app|portal|account-?[a-z]+)\./;

/** Hosts of log-in pages by the registrable domain that they stand under. */
const loginHostsOf = (urls: readonly string[]): Map<string, string[]> => {
  const hosts = new Map<string, string[]>();
  for (const url of urls) {
    const host = URL.canParse(url) ? new URL(url).hostname : '';
    if (!isHost.test(host) || !loginLabel.test(host)) continue;
    const site = siteOf(host);
    hosts.set(site, [...new Set([...(hosts.get(site) ?? []), host])]);
  }
  return hosts;
};

/** Labels of brands that are words of many other owners' names: "cloud", "square", "apple". Their mere presence in a name says little. */
const commonWords = (brands: readonly { readonly name: string; readonly domains: readonly string[]; readonly aliases: readonly string[] }[], popularDomains: readonly string[]): string[] => {
  const owners = new Map<string, Set<string>>();
  for (const { name, domains } of brands) for (const domain of domains) {
    const label = chosenLabel(domain);
    if (label !== null) owners.set(label, (owners.get(label) ?? new Set()).add(name));
  }
  const own = new Set(brands.flatMap(({ domains }) => domains.map(siteOf)));
  // At the end of a name, as in "flava-cloud" and "allbatteries": what only begins names is the brand itself ("googleapis").
  const uses = new Map<string, Set<string>>();
  for (const domain of popularDomains) {
    if (own.has(domain)) continue;
    const label = chosenLabel(domain) ?? '';
    for (let from = 2; from <= label.length - 4; from += 1) {
      const word = label.slice(from);
      if (owners.has(word)) uses.set(word, (uses.get(word) ?? new Set()).add(label));
    }
  }
  // A word that the picks take for a claim is a name unless very many bear it.
  const claims = new Set(brands.flatMap(({ aliases }) => aliases));
  const byHand = wordsByHand.filter((word) => owners.has(word));
  return [...new Set([...byHand, ...[...uses].filter(([word, labels]) => labels.size >= (claims.has(word) ? veryCommonFrom : commonFrom)).map(([word]) => word)])].sort();
};
