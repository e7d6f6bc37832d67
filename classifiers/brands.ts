import { z } from 'zod';
import { foldText } from './confusables.ts';
import type { Brand, BrandCatalogue } from './contract.ts';
import { ownerOf, siteOf } from './hosts.ts';

/** The file of brands (config/data/brands.json), and a user's own, which may leave out everything but names and domains. */
const brandSchema = z.object({
  name: z.string().min(1).max(80),
  domains: z.array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be a host name in lower case, without scheme or path')).min(1),
  aliases: z.array(z.string().min(2).max(80)).optional(),
  /** Hosts of its log-in pages. */
  logins: z.array(z.string()).optional(),
  /** Which of the facts above are by whom. */
  sources: z.record(z.string(), z.array(z.string())).optional(),
});
const brandsFileSchema = z.union([
  z.object({ date: z.string().regex(/^\d{4}-\d\d-\d\d$/).optional(), sources: z.array(z.string()).optional(), commonWords: z.array(z.string()).optional(), brands: z.array(brandSchema) }),
  z.array(brandSchema).transform((brands) => ({ date: undefined, commonWords: undefined, brands })),
]);

/**
 * The catalogue of one file, with a user's file laid over it: a brand of the same name is replaced, and a
 * domain named twice belongs to the later one. Throws ZodError where a file is not of the form.
 * Without aliases a brand is known by its name.
 */
export const loadBrands = (file: unknown, userFile: unknown = null): BrandCatalogue => {
  const { date, commonWords = [], brands } = brandsFileSchema.parse(file);
  const own = userFile === null ? [] : brandsFileSchema.parse(userFile).brands;
  const byName = new Map([...brands, ...own].map((brand) => [foldText(brand.name), {
    name: brand.name,
    domains: brand.domains,
    aliases: (brand.aliases ?? [brand.name]).map(foldText),
    logins: brand.logins ?? [],
  }] as const));
  return catalogueOf([...byName.values()], date ?? '1970-01-01', new Set(commonWords));
};

/**
 * Look-ups cost the length of what is looked at, not the number of brands. Aliases stand under their first
 * word, longest first, so that "chase bank" is tried before "chase":
 *
 *     "deutsche" -> ["deutsche bank", "deutsche post"]
 */
const catalogueOf = (brands: readonly Brand[], date: string, commonWords: ReadonlySet<string>): BrandCatalogue => {
  const byDomain = new Map(brands.flatMap((brand) => brand.domains.map((domain) => [domain, brand] as const)));
  const byName = new Map(brands.map((brand) => [foldText(brand.name), brand] as const));
  const byFirstWord = new Map<string, { alias: string; brand: Brand }[]>();
  const withoutBorders: { alias: string; brand: Brand }[] = [];
  for (const brand of brands) {
    for (const alias of brand.aliases) {
      if (unspaced.test(alias)) withoutBorders.push({ alias, brand });
      const first = /[\p{L}\p{N}]+/u.exec(alias)?.[0];
      if (first === undefined) continue;
      const row = byFirstWord.get(first) ?? [];
      row.push({ alias, brand });
      byFirstWord.set(first, row.sort((a, b) => b.alias.length - a.alias.length));
    }
  }
  return {
    date,
    brands,
    commonWords,
    ownerOf: (host) => {
      for (let rest = host.toLowerCase(); rest !== ''; rest = rest.includes('.') ? rest.slice(rest.indexOf('.') + 1) : '') {
        const brand = byDomain.get(rest);
        // A tenant of a platform is not the platform's owner.
        if (brand !== undefined) return ownerOf(host).isPlatformTenant && rest.length < siteOf(host).length && rest !== ownerOf(host).suffix ? null : brand;
      }
      return null;
    },
    named: (text) => {
      const longest = new Map<Brand, number>();
      for (const word of text.matchAll(/[\p{L}\p{N}]+/gu)) {
        for (const { alias, brand } of byFirstWord.get(word[0]) ?? []) {
          if (!text.startsWith(alias, word.index) || isWordAt(text, word.index + alias.length)) continue;
          longest.set(brand, Math.max(longest.get(brand) ?? 0, alias.length));
          break;
        }
      }
      if (unspaced.test(text)) {
        for (const { alias, brand } of withoutBorders) if (text.includes(alias)) longest.set(brand, Math.max(longest.get(brand) ?? 0, alias.length));
      }
      return [...longest].sort((a, b) => b[1] - a[1]).map(([brand]) => brand);
    },
    byName: (text) => byName.get(text) ?? null,
  };
};

/** Scripts that put no space between words, where a name is found anywhere. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}]/u;

const isWordAt = (text: string, index: number): boolean => /^[\p{L}\p{N}]/u.test(text.slice(index, index + 2));
