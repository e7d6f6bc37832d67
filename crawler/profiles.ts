import { readFile } from 'node:fs/promises';
import type { BrowserContextOptions, CDPSession } from 'playwright';
import { z } from 'zod';
import { profileSchema, type Profile } from '../records/index.ts';

/** The file config/data/profiles.json: whom visits look like, in the order of looks. */
const profileSetSchema = z.object({ version: z.string(), source: z.string(), profiles: z.array(profileSchema).min(1) });
export type ProfileSet = z.infer<typeof profileSetSchema>;

/** Throws where the file is missing, or is not of the schema (zod says where). */
export const readProfiles = async (file: URL = new URL('../config/data/profiles.json', import.meta.url)): Promise<ProfileSet> =>
  profileSetSchema.parse(JSON.parse(await readFile(file, 'utf8')));

/** Look 0 is the ordinary desktop, look 1 a telephone that comes from a search; later looks go on down the list. */
export const chooseProfile = (profiles: readonly Profile[], look: number): Profile => {
  const chosen = profiles[Math.max(0, look) % profiles.length];
  if (chosen === undefined) throw new RangeError('there is no profile');
  return chosen;
};

/** What a context must know when it is made. The rest is set on the page (`wearProfile`), in one flight with everything else. */
export const contextOptionsOf = (profile: Profile): BrowserContextOptions => ({
  viewport: profile.viewport,
  screen: profile.viewport,
  deviceScaleFactor: profile.deviceScaleFactor,
  isMobile: profile.touch,
  hasTouch: profile.touch,
  // As in a person's browser, a page may write to the clipboard when pressed. Reading stays refused: visits share one clipboard.
  permissions: ['clipboard-write'],
});

/** Commands that dress a page as the profile; sent before the first byte. */
export const wearProfile = (cdp: CDPSession, profile: Profile): Promise<unknown>[] => [
  cdp.send('Emulation.setUserAgentOverride', {
    userAgent: profile.userAgent,
    acceptLanguage: profile.acceptLanguage,
    platform: profile.platform,
    ...(profile.clientHints === null ? {} : {
      userAgentMetadata: {
        brands: profile.clientHints.brands,
        fullVersionList: profile.clientHints.brands.map(({ brand, version }) => ({ brand, version: `${version}.0.0.0` })),
        platform: profile.clientHints.platform,
        platformVersion: profile.clientHints.platformVersion,
        architecture: profile.clientHints.architecture,
        model: profile.clientHints.model,
        mobile: profile.clientHints.mobile,
        bitness: profile.clientHints.mobile ? '' : '64',
        wow64: false,
      },
    }),
  }),
  cdp.send('Emulation.setTimezoneOverride', { timezoneId: profile.timezone }),
  cdp.send('Emulation.setLocaleOverride', { locale: profile.locale }),
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

/** "de-DE,de,en" -> "de-DE,de;q=0.9,en;q=0.8", as browsers write it. */
const weighted = (languages: string): string =>
  languages.split(',').map((language, index) => (index === 0 ? language : `${language};q=${(1 - index / 10).toFixed(1)}`)).join(',');
