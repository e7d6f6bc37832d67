import { access, constants, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright';
import { BrowserError } from './error.ts';

export interface BrowserInfo {
  /** Absolute path of the program itself, not of a distribution's wrapper script where that is known. */
  readonly executable: string;
  /** The headless shell starts faster and needs less memory; it has no profile, extensions or external protocols. */
  readonly kind: 'headless-shell' | 'chromium';
  readonly from: 'given' | 'system' | 'playwright';
}

/** In order of preference. Debian's /usr/bin scripts are passed by: they keep a shell running and add flags of their own. */
const onSystem: readonly (readonly [executable: string, kind: BrowserInfo['kind']])[] = [
  ['/usr/lib/chromium/chromium-headless-shell', 'headless-shell'],
  ['/usr/lib/chromium/headless_shell', 'headless-shell'],
  ['/usr/bin/chromium-headless-shell', 'headless-shell'],
  ['/usr/bin/chrome-headless-shell', 'headless-shell'],
  ['/usr/lib/chromium/chromium', 'chromium'],
  ['/usr/bin/chromium', 'chromium'],
  ['/usr/bin/chromium-browser', 'chromium'],
  ['/opt/google/chrome/chrome', 'chromium'],
  ['/usr/bin/google-chrome', 'chromium'],
  ['/Applications/Chromium.app/Contents/MacOS/Chromium', 'chromium'],
  ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', 'chromium'],
];

/**
 * Finds the browser to render with: the one given, else the system's or Playwright's headless shell, else a full
 * Chromium or Chrome. A path that was given and is none is an error, not a reason to take another.
 *
 * @throws BrowserError 'browser-missing'
 */
export async function findBrowser(given: string | null): Promise<BrowserInfo> {
  if (given !== null) {
    if (await isProgram(given)) return { executable: given, kind: /headless[-_]shell/.test(given) ? 'headless-shell' : 'chromium', from: 'given' };
    throw new BrowserError('browser-missing', `${given} is no program that can be run. Set HARRIER_CHROMIUM to the path of a Chromium, or unset it to take the system's.`);
  }
  const candidates: BrowserInfo[] = onSystem.map(([executable, kind]) => ({ executable, kind, from: 'system' }));
  candidates.push(...await ofPlaywright());
  for (const kind of ['headless-shell', 'chromium'] as const) {
    for (const candidate of candidates) {
      if (candidate.kind === kind && await isProgram(candidate.executable)) return candidate;
    }
  }
  throw new BrowserError('browser-missing', 'There is no Chromium here. Install one (Debian, Ubuntu: apt-get install chromium-headless-shell, or chromium; anywhere: npx playwright install chromium-headless-shell), or set HARRIER_CHROMIUM to the path of one.');
}

/** What `npx playwright install` left behind. The headless shell has a folder of its own beside Chromium's. */
async function ofPlaywright(): Promise<BrowserInfo[]> {
  const full = chromium.executablePath();
  const found: BrowserInfo[] = [{ executable: full, kind: 'chromium', from: 'playwright' }];
  const browsers = dirname(dirname(dirname(full)));
  const folders = (await names(browsers)).filter((name) => name.startsWith('chromium_headless_shell-')).sort().reverse();
  for (const folder of folders) {
    for (const platform of await names(join(browsers, folder))) {
      for (const program of ['chrome-headless-shell', 'headless_shell']) {
        found.push({ executable: join(browsers, folder, platform, program), kind: 'headless-shell', from: 'playwright' });
      }
    }
  }
  return found;
}

async function names(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
