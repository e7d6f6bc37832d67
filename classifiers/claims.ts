import { chosenLabel, hostOf, ownerOf, siteOf } from './hosts.ts';
import type { Brand, Subject } from './contract.ts';
import type { PageDocument } from './document.ts';
import { shorteners, userContent } from './rules/hosts.ts';
import { isBelow, sharedNetworks } from './rules/parties.ts';
import { inWords } from './words.ts';

/** Where a page says that it is a brand. Each place counts once. */
export type ClaimPlace = 'title' | 'account words' | 'description' | 'text' | 'site name' | 'logo' | 'copyright line' | 'heading' | 'form' | 'file name of the logo' | 'icon' | 'images' | 'links' | 'declared address';

/** What a place is worth: two that name nobody by chance make a strong claim (4), one alone is none. */
const worth: Readonly<Record<ClaimPlace, number>> = {
  'title': 2, 'site name': 2, 'logo': 2, 'copyright line': 2, 'declared address': 2, 'icon': 2, 'account words': 2, 'heading': 1.5, 'links': 1.5, 'form': 1, 'file name of the logo': 1, 'images': 1, 'description': 1, 'text': 1,
};

export interface Claim {
  readonly brand: Brand;
  readonly places: ReadonlySet<ClaimPlace>;
  readonly worth: number;
}

export const strongClaim = 4;

/** Brands that the page claims to be, strongest first. Whether it may is another question: see `mayBe`. */
export const claimsOf = (subject: Subject): readonly Claim[] => {
  const known = made.get(subject);
  if (known !== undefined) return known;
  const places = new Map<Brand, Set<ClaimPlace>>();
  const claim = (place: ClaimPlace, brands: readonly (Brand | null)[]): void => {
    for (const brand of brands) {
      if (brand === null) continue;
      places.set(brand, (places.get(brand) ?? new Set()).add(place));
    }
  };
  for (const document of subject.page.documents) readClaims(subject, document, claim);
  for (const form of subject.page.forms.slice(0, 20)) {
    const text = form.text.toLowerCase().slice(0, 1024).replace(otherLogins, ' ');
    if (form.fields.some(({ visible, purpose }) => visible && purpose !== 'search')) claim('form', subject.brands.named(text));
  }
  claim('account words', accountWords(subject));
  claim('text', textOnly(subject));
  const claims = [...places].map(([brand, at]) => ({ brand, places: at, worth: [...at].reduce((sum, place) => sum + worth[place], 0) }))
    .sort((a, b) => b.worth - a.worth);
  made.set(subject, claims);
  return claims;
};
const made = new WeakMap<Subject, readonly Claim[]>();

/** The brand whose own page this is: the host is its, and not one where anybody can put a page. Null otherwise. */
export const ownedBrandOf = ({ final, owner, brands }: Subject): Brand | null =>
  owner.isPlatformTenant || isBelow(final.host, [...userContent, ...shorteners]) ? null : brands.ownerOf(final.host);

/** "Sign in to X", "continue to X", "your X account": whose account a short page asks for. */
const accountWords = (subject: Subject): Brand[] => {
  if (subject.page.wordCount > maxAskWords) return [];
  const said = `${subject.page.documents[0]?.title ?? ''} . ${subject.text.slice(0, 4000)} . ${subject.page.forms.slice(0, 10).map(({ text }) => text.toLowerCase()).join(' . ').slice(0, 2000)}`;
  const short = subject.page.wordCount <= maxShortWords;
  const found = new Set<Brand>();
  for (const match of [...said.matchAll(accountOf)].slice(0, 40)) {
    const using = /\b(?:with|using|via|through|mit|avec|con|com)\b[^.|]{0,25}$/.test(match[1] ?? said.slice(Math.max(0, match.index - 30), match.index));
    if (using && !(short && /\byour\b/.test(match[0]))) continue;
    const whose = match[2] ?? match[3] ?? match[4] ?? '';
    if (/^(?:with|using|via|through|mit|avec|con|com)\b/.test(whose)) continue;
    for (const brand of subject.brands.named(whose.slice(0, 60)).slice(0, 1)) found.add(brand);
  }
  return found.size === 1 ? [...found] : [];
};
const maxAskWords = 400;
const maxShortWords = 60;
const accountOf = inWords(/\b((?:sign|log)(?:ged)?[ -]?(?:in|on|up) (?:to|into|with|using|at) (?:access |continue (?:to|on|with) |your |an? |the |my |our )?|(?:to |and )?continue (?:to|with|on) |melden sie sich (?:bei|mit) (?:ihrem |ihr )?|bei |connecte[rz](?:-vous)? (?:à|avec) (?:votre (?:compte )?)?|inici[ae]r? sesi[oó]n (?:en|con) (?:tu |su )?(?:cuenta (?:de )?)?|(?:entrar|entre|acesse) (?:na|no|em|com) (?:sua )?(?:conta )?(?:do |da )?|accedi (?:a|con) )([^.,|\n]{2,40})|\b(?:your|ihr(?:em?)?|votre|tu|su|sua|il tuo|ihrem) ([^.,|\n]{2,30}?)[ -](?:accounts?|id|passwords?|login|credentials|e-?mail|mailbox|konto|kontos|wallet)\b|\b(?:compte|cuenta(?: de)?|conta(?: do| da)?|account) ([^.,|\n]{2,30})/g);

/** The one brand that a page of few words names at all. */
const textOnly = (subject: Subject): Brand[] => {
  if (subject.page.wordCount > maxTextWords) return [];
  const named = subject.brands.named(subject.text.slice(0, 4000).replace(otherLogins, ' ').replace(/https? ?:\/\/\S{1,300}|\b[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}\/\S{0,200}/g, ' '));
  return named.length === 1 ? named : [];
};
const maxTextWords = 150;

/** "Sign in with X", "continue with X", "powered by X": names of others on a decent login. */
const otherLogins = inWords(/\b(?:with|via|using|through|by|mit|über|avec|con|com|met|or|oder|ou|o)\b[^.!?]{0,60}/gi);
const notOurs = /\b(?:powered|designed|hosted|built|created|provided|developed|protected) (?:by|with|on)\b.*|\bnot (?:affiliated|associated|endorsed).*/;
const maxTitleWords = 9;

const readClaims = (subject: Subject, document: PageDocument, claim: (place: ClaimPlace, brands: readonly (Brand | null)[]) => void): void => {
  const { brands } = subject;
  const named = (text: string): Brand[] => {
    const plain = text.normalize('NFD').replace(/\p{M}/gu, '');
    const whole = brands.byName(text.replace(/\b(?:logo|inc|ltd|llc)\b|[^\p{L}\p{N}&' ]/gu, ' ').replace(/ +/g, ' ').trim());
    return whole === null ? [...new Set([...brands.named(text), ...(plain === text ? [] : brands.named(plain))])] : [whole];
  };
  const ownLabel = chosenLabel(subject.final.host);
  const title = document.title.replace(notOurs, '');
  const saysItself = ownLabel !== null && ownLabel.length > 3 && title.replace(/[^\p{L}\p{N}]/gu, '').includes(ownLabel.replaceAll('-', '')) && brands.named(ownLabel.replaceAll('-', ' ')).length === 0;
  const inTitle = named(title);
  if (inTitle.length === 1 && title.split(' ').length <= maxTitleWords && !saysItself) claim('title', [...inTitle, ...title.split(/ [-|–—:·] |: /).map((piece) => brands.byName(piece.trim()))]);
  claim('site name', named(document.siteName).slice(0, 1));
  const inLogos = new Set(document.logos.filter((logo) => logo.split(' ').length <= 5).flatMap(named));
  if (inLogos.size <= 2) claim('logo', [...inLogos]);
  for (const line of document.copyrights) claim('copyright line', copyrightHolders(line).flatMap(named).slice(0, 1));
  for (const heading of document.headings.slice(0, 3)) {
    const inHeading = named(heading.replace(otherLogins, ' '));
    if (inHeading.length === 1 && heading.split(' ').length <= maxTitleWords) claim('heading', inHeading);
  }
  const logoFiles = new Set(document.imageNames.filter((name) => /logo|brand|favicon|icon/.test(name)).flatMap((name) => brands.named(name.replace(/[^\p{L}\p{N}]+/gu, ' '))));
  if (logoFiles.size <= 2) claim('file name of the logo', [...logoFiles]);
  claim('description', [...new Set(document.descriptions.flatMap(named))].slice(0, 2));
  claim('icon', ownersOf(document.iconUrls, subject, 1, 0));
  claim('declared address', ownersOf(document.declaredUrls, subject, 1, 0));
  claim('images', ownersOf(document.resources, subject, 2, 0.2));
  claim('links', document.anchors.length <= 80 ? ownersOf(document.anchors.filter((href) => /^https?:/i.test(href)), subject, 2, 0.4) : []);
};

/** "© 2009-2026 name inc. all rights" -> "name inc" */
const copyrightHolders = (line: string): string[] => {
  const holder = line.replace(notOurs, '').replace(/©|\bcopyright\b|\(c\)|\b(?:19|20)\d\d\b|[-–,]/g, ' ').split(/\ball rights|\bprivacy|\bterms|[.|•]/, 1)[0]?.trim().slice(0, 60) ?? '';
  return holder === '' ? [] : [holder.replace(/ +/g, ' ')];
};

/** Brands that own at least `least` of these URLs and at least this share of them; networks that serve everybody are left out. */
const ownersOf = (urls: readonly string[], subject: Subject, least: number, share: number): Brand[] => {
  const counts = new Map<Brand, number>();
  for (const url of urls) {
    const host = hostOf(url);
    if (host === null || isBelow(host, sharedNetworks) || siteOf(host) === siteOf(subject.final.host)) continue;
    const brand = subject.brands.ownerOf(host);
    if (brand !== null) counts.set(brand, (counts.get(brand) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count >= least && count >= share * urls.length).map(([brand]) => brand);
};

/**
 * Whether a host may show itself as the brand: it is the brand's, or the brand's label under another public
 * suffix of countries and companies (catalogues lag behind), or under the brand's own top-level domain.
 */
export const mayBe = (brand: Brand, host: string, subject: Subject): boolean => {
  if (!ownerOf(host).isPlatformTenant && subject.brands.ownerOf(host) === brand) return true;
  if (isBelow(host, brand.domains) && !ownerOf(host).isPlatformTenant) return true; // a domain that two brands share
  const { isPlatformTenant, suffix, isAddress } = ownerOf(host);
  if (isAddress || isPlatformTenant || suffix === null) return false;
  const labels = new Set(brand.domains.flatMap((domain) => chosenLabel(domain) ?? []));
  return labels.has(suffix) || (labels.has(chosenLabel(host) ?? '') && homeSuffix.test(suffix));
};
const homeSuffix = /^(?:com|net|org|bank|eu|(?:com?|net|org|gov)\.[a-z]{2}|(?!tk|ml|ga|cf|gq|pw|cc|ws|to|su)[a-z]{2})$/;
