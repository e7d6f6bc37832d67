import { readFile } from 'node:fs/promises';
import type { BrowserContextOptions, CDPSession } from 'playwright';
import { z } from 'zod';
import { profileSchema, type Profile } from '../records/index.ts';

/** The file config/data/profiles.json: whom visits look like, in the order of looks; versions are put in by `readProfiles`. */
const profileSetSchema = z.object({
  version: z.string(),
  /** Version that is claimed where no Chromium is known. */
  chromium: z.string().regex(/^\d+\.\d+\.\d+\.\d+$/),
  source: z.string(),
  profiles: z.array(profileSchema.extend({ clientHints: profileSchema.shape.clientHints.unwrap().omit({ brands: true, fullVersionList: true, fullVersion: true }).nullable() })).min(1),
});
export interface ProfileSet { readonly version: string; readonly profiles: readonly Profile[] }

/**
 * Profiles that claim the version of the Chromium that renders (`chromium`, four numbers, or null where it is not
 * known): what a browser says of itself must fit what it can. Throws where the file is missing, or is not of the
 * schema (zod says where).
 */
export const readProfiles = async (chromium: string | null = null, file: URL = new URL('../config/data/profiles.json', import.meta.url)): Promise<ProfileSet> => {
  const set = profileSetSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const fullVersion = chromium ?? set.chromium;
  const major = fullVersion.split('.')[0] ?? '';
  const profiles = set.profiles.map((profile): Profile => ({
    ...profile,
    userAgent: profile.userAgent.replace('{major}', major),
    clientHints: profile.clientHints === null ? null : { ...profile.clientHints, brands: brandsOf(Number(major), major, `${greaseVersion(Number(major))}`), fullVersionList: brandsOf(Number(major), fullVersion, `${greaseVersion(Number(major))}.0.0.0`), fullVersion },
  }));
  return { version: set.version, profiles };
};

/**
 * Chrome's list of brands: one is made up, and it and the order change with the major version
 * (components/embedder_support/user_agent_utils.cc, GetGreasedUserAgentBrandVersion and ShuffleBrandList).
 */
const brandsOf = (major: number, version: string, grease: string): { brand: string; version: string }[] => {
  const chars = [' ', '(', ':', '-', '.', '/', ')', ';', '=', '?', '_'];
  const listed = [
    { brand: `Not${chars[major % chars.length] ?? ''}A${chars[(major + 1) % chars.length] ?? ''}Brand`, version: grease },
    { brand: 'Chromium', version },
    { brand: 'Google Chrome', version },
  ];
  const orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] as const;
  const places = orders[major % orders.length] ?? orders[0];
  const shuffled = [...listed];
  for (const [index, place] of places.entries()) shuffled[place] = listed[index] ?? shuffled[place]!; // both have three
  return shuffled;
};
const greaseVersion = (major: number): number => [8, 99, 24][major % 3] ?? 8;

/** Look 0 is the ordinary desktop, look 1 a telephone that comes from an advertisement; later looks go on down the list. */
export const chooseProfile = (profiles: readonly Profile[], look: number): Profile => {
  const chosen = profiles[Math.max(0, look) % profiles.length];
  if (chosen === undefined) throw new RangeError('there is no profile');
  return chosen;
};

/** The URL as the profile's way there spells it: an advertisement adds its parameter, unless the URL has one of its own. */
export const urlFor = (profile: Profile, url: string): string => {
  if (profile.campaign === null) return url;
  const asked = new URL(url);
  // Appended as text: setting a parameter would spell the others anew, and a signed URL is signed as it is written.
  const added = Object.entries(profile.campaign).filter(([name]) => !asked.searchParams.has(name)).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  if (added.length === 0) return url;
  asked.search = `${asked.search}${asked.search === '' ? '?' : '&'}${added.join('&')}`;
  return asked.href;
};

/** Where a visitor of this time zone is: capital or largest city. */
const places: Readonly<Record<string, readonly [latitude: number, longitude: number]>> = {
  'America/New_York': [40.7128, -74.006], 'America/Chicago': [41.8781, -87.6298], 'Europe/Berlin': [52.52, 13.405], 'Europe/London': [51.5072, -0.1276],
};

/** What a context must know when it is made. The rest is set on the page (`wearProfile`), in one flight with everything else. */
export const contextOptionsOf = (profile: Profile): BrowserContextOptions => {
  const [latitude, longitude] = places[profile.timezone] ?? [0, 0];
  return {
    viewport: profile.viewport,
    screen: { width: profile.screen.width, height: profile.screen.height },
    deviceScaleFactor: profile.deviceScaleFactor,
    isMobile: profile.touch,
    hasTouch: profile.touch,
    // As in a person's browser, a page may write to the clipboard when pressed; reading stays refused: visits share one
    // clipboard. Who asks to notify or for the place is let, as by a victim (page/person.js says "prompt" until then).
    permissions: ['clipboard-write', ...(profile.timezone in places ? ['geolocation'] : []), ...(profile.clientHints === null ? [] : ['notifications'])],
    geolocation: { latitude, longitude, accuracy: 40 },
  };
};

/** Commands that dress a page as the profile; sent before the first byte. page/person.js does what they cannot. */
export const wearProfile = (cdp: CDPSession, profile: Profile): Promise<unknown>[] => [
  cdp.send('Emulation.setUserAgentOverride', {
    userAgent: profile.userAgent,
    acceptLanguage: profile.acceptLanguage,
    platform: profile.platform,
    ...(profile.clientHints === null ? {} : { userAgentMetadata: { ...profile.clientHints, wow64: false, formFactors: [profile.clientHints.mobile ? 'Mobile' : 'Desktop'] } }),
  }),
  cdp.send('Emulation.setTimezoneOverride', { timezoneId: profile.timezone }),
  cdp.send('Emulation.setLocaleOverride', { locale: profile.locale }),
  cdp.send('Emulation.setHardwareConcurrencyOverride', { hardwareConcurrency: profile.processors }),
  ...(profile.touch ? [cdp.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 5 })] : []),
];

/** The same visitor without a browser: headers of a navigation, in the order that Chrome (or Safari) sends them. */
export const headersOf = (profile: Profile, isHttps: boolean): [string, string][] => {
  const hints = profile.clientHints;
  return [
    ...(hints !== null && isHttps ? [
      ['sec-ch-ua', hints.brands.map(({ brand, version }) => `"${brand}";v="${version}"`).join(', ')],
      ['sec-ch-ua-mobile', hints.mobile ? '?1' : '?0'],
      ['sec-ch-ua-platform', `"${hints.platform}"`],
    ] satisfies [string, string][] : []),
    ['upgrade-insecure-requests', '1'],
    ['user-agent', profile.userAgent],
    ['accept', 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8'],
    ['sec-fetch-site', profile.referrer === null ? 'none' : 'cross-site'],
    ['sec-fetch-mode', 'navigate'],
    ['sec-fetch-user', '?1'],
    ['sec-fetch-dest', 'document'],
    ...(profile.referrer === null ? [] : [['referer', profile.referrer] satisfies [string, string]]),
    ['accept-encoding', 'gzip, deflate, br'],
    ['accept-language', weighted(profile.acceptLanguage)],
  ];
};

/** As `headersOf`, for a picture that a page of `pageUrl` names. */
export const pictureHeadersOf = (profile: Profile, url: URL, pageUrl: string): [string, string][] => {
  const isOwn = new URL(pageUrl).origin === url.origin;
  const own: Readonly<Record<string, string>> = { 'accept': 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8', 'sec-fetch-site': isOwn ? 'same-origin' : 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' };
  const headers = headersOf(profile, url.protocol === 'https:').filter(([name]) => name !== 'upgrade-insecure-requests' && name !== 'sec-fetch-user' && name !== 'referer');
  // Origin alone to others: Chromium's default referrer policy.
  return [...headers.map(([name, value]): [string, string] => [name, own[name] ?? value]), ['referer', isOwn ? pageUrl.split('#', 1)[0] ?? pageUrl : `${new URL(pageUrl).origin}/`]];
};

/** "de-DE,de,en" -> "de-DE,de;q=0.9,en;q=0.8", as browsers write it. */
const weighted = (languages: string): string =>
  languages.split(',').map((language, index) => (index === 0 ? language : `${language};q=${(1 - index / 10).toFixed(1)}`)).join(',');
