import { z } from 'zod';
import { siteOf } from './hosts.ts';
import { brandPicks } from './rules/brand-picks.ts';

/**
 * Builds config/data/brands.json: the picks, with what a file of public facts adds of the same owners.
 * To build it again from a newer file of facts:
 *
 *     npx tsx -e "import('./classifiers/brands-build.ts').then(({ buildBrands }) => { const read = (f) => JSON.parse(require('fs').readFileSync(f, 'utf8')); require('fs').writeFileSync('config/data/brands.json', buildBrands(read('facts.json'), '2026-11-23')); })"
 *
 * The file of facts: { brands: [{ brand, domains, sources }], shared_credential_groups: [{ shared } | { from, to }] }.
 */
const factsSchema = z.object({
  brands: z.array(z.object({ brand: z.string(), domains: z.array(z.string()), sources: z.array(z.string()) })),
  shared_credential_groups: z.array(z.object({ shared: z.array(z.string()).optional(), from: z.array(z.string()).optional(), to: z.array(z.string()).optional() })),
});

/** Only these directories list domains by owner; icon collections name encyclopedias and code hosts as a brand's page. */
const trustedSources = new Set(['jdm', '2fa', 'misp bank-website']);
const maxDomains = 80;

/** The text of the file, one brand a line, so that a change of it can be read. */
export const buildBrands = (factsFile: unknown, date: string): string => {
  const facts = factsSchema.parse(factsFile);
  const picks = brandPicks.trim().split('\n').map((row) => {
    const [name = '', aliases = '', domains = ''] = row.split('|').map((cell) => cell.trim());
    return { name, aliases: aliases.split(',').map((alias) => alias.trim()).filter((alias) => alias !== ''), domains: domains.split(' ') };
  });
  const taken = new Map(picks.flatMap(({ name, domains }) => domains.map((domain) => [domain, name] as const)));
  const brands = picks.map(({ name, aliases, domains }) => {
    const own = new Set(domains);
    const sites = new Set(domains.map(siteOf));
    const add = (more: readonly string[]): void => {
      for (const domain of more) if (isHost.test(domain) && (taken.get(domain) ?? name) === name && own.size < maxDomains) own.add(domain);
    };
    for (const entry of facts.brands) {
      const isSame = entry.brand.toLowerCase() === name.toLowerCase() && entry.domains.some((domain) => sites.has(siteOf(domain)));
      if (isSame && entry.sources.some((source) => trustedSources.has(source))) add(entry.domains);
    }
    for (const { shared = [], from = [], to = [] } of facts.shared_credential_groups) {
      const group = [...shared, ...from, ...to];
      if (group.includes(domains[0] ?? '')) add(group);
    }
    return { name, domains: [...own], aliases };
  });
  const head = { date, sources: ['picks by hand (classifiers/rules/brand-picks.ts)', 'JustDelete.me directory', '2factorauth directory', 'MISP warning list of bank web sites', 'Apple password-manager-resources: shared credentials'] };
  return `{\n  "date": ${JSON.stringify(head.date)},\n  "sources": ${JSON.stringify(head.sources)},\n  "brands": [\n${brands.map((brand) => `    ${JSON.stringify(brand)}`).join(',\n')}\n  ]\n}\n`;
};

const isHost = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;
