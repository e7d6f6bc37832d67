import { access, chmod, chown, constants, mkdir, mkdtemp, realpath, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LaunchOptions } from 'playwright';
import { BrowserError } from './error.ts';
import { chromiumArguments } from './switches.ts';

export interface BrowserLaunch {
  /** From `findBrowser`. */
  readonly executable: string;
  /**
   * An existing folder to work in; a new one is made inside, and whoever owns this one removes it. As root it must be
   * reachable for `asUser`: one made by mkdtemp in /tmp is (it is made passable), one below /root is not.
   */
  readonly tempDir: string;
  /** As root: who Chromium runs as. */
  readonly asUser?: { readonly uid: number; readonly gid: number };
  /** Turns Chromium's sandbox off: a page that breaks the renderer then has the browser's user. */
  readonly unsafeNoSandbox: boolean;
}

/** "nobody" and "nogroup" wherever Linux is. */
const nobody = { uid: 65_534, gid: 65_534 };

/** Discard port: nothing listens. A context that was given no proxy of its own reaches nothing. */
const closedProxy = 'http://127.0.0.1:9';

/**
 * Options for Playwright's `chromium.launch` (Crawlee: `launchContext.launchOptions`, with `useIncognitoPages`). The
 * sandbox is on; as root Chromium runs as an unprivileged user; it inherits none of our environment; nothing is
 * reached but through the proxy that a context is given.
 *
 * @throws BrowserError 'setpriv-missing', 'not-reachable'
 * @example
 * const browser = await chromium.launch(await launchOptions({ executable, tempDir, unsafeNoSandbox: false }));
 * const context = await browser.newContext({ proxy: { server: visit.proxyUrl } });
 */
export async function launchOptions({ executable, tempDir, asUser = nobody, unsafeNoSandbox }: BrowserLaunch): Promise<LaunchOptions & { args: string[]; downloadsPath: string }> {
  const isRoot = process.getuid?.() === 0;
  const folder = await mkdtemp(join(tempDir, 'harrier-browser-'));
  const home = join(folder, 'home');
  const temp = join(folder, 'tmp');
  const downloadsPath = join(folder, 'downloads');
  for (const path of [home, temp, downloadsPath]) await mkdir(path, { mode: 0o700 });

  const env: Record<string, string> = {
    PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
    LANG: 'C.UTF-8',
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_RUNTIME_DIR: temp,
    TMPDIR: temp,
  };
  if (isRoot) {
    if (asUser.uid < 1 || asUser.gid < 1) throw new BrowserError('not-reachable', 'The browser does not run as root: give it another user.');
    await needSetpriv();
    await makePassable(tempDir);
    await chmod(folder, 0o711);
    for (const path of [home, temp, downloadsPath]) await chown(path, asUser.uid, asUser.gid);
    const profileRoot = tmpdir();
    for (const path of [executable, folder, profileRoot]) await needReachable(path, asUser);
    Object.assign(env, {
      HARRIER_BROWSER: executable,
      HARRIER_BROWSER_UID: String(asUser.uid),
      HARRIER_BROWSER_GID: String(asUser.gid),
      HARRIER_PROFILE_ROOT: profileRoot,
      ...(unsafeNoSandbox ? { HARRIER_NO_SANDBOX: 'unsafe' } : {}),
    });
  }

  return {
    headless: true,
    executablePath: isRoot ? fileURLToPath(new URL('as-unprivileged.sh', import.meta.url)) : executable,
    chromiumSandbox: !unsafeNoSandbox,
    // Also takes it out of what others add: Crawlee does under CRAWLEE_DISABLE_BROWSER_SANDBOX.
    ...(unsafeNoSandbox ? {} : { ignoreDefaultArgs: ['--no-sandbox'] }),
    proxy: { server: closedProxy },
    args: chromiumArguments(),
    env,
    downloadsPath,
    // Whoever runs us decides when we end, and closes the browser then.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  };
}

async function needSetpriv(): Promise<void> {
  for (const path of ['/usr/bin/setpriv', '/bin/setpriv', '/usr/local/bin/setpriv']) {
    try {
      await access(path, constants.X_OK);
      return;
    } catch {
      // The next one.
    }
  }
  throw new BrowserError('setpriv-missing', 'Started as root, Harrier runs Chromium as an unprivileged user by setpriv, which is not here. Install the package util-linux, or start Harrier as another user.');
}

/** mkdtemp's folders are closed to everybody else; passing through is all that the browser's user needs. */
async function makePassable(folder: string): Promise<void> {
  const { mode, uid } = await stat(folder);
  if (uid === 0 && (mode & 0o001) === 0) await chmod(folder, (mode & 0o7777) | 0o001);
}

/** Every folder above must let the user through (mode bits; access lists can only be stricter in odd set-ups). */
async function needReachable(path: string, user: { readonly uid: number; readonly gid: number }): Promise<void> {
  for (let at = await realpath(path); ; at = dirname(at)) {
    const { mode, uid, gid } = await stat(at);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) {
      throw new BrowserError('not-reachable', `The user ${user.uid}, whom Chromium runs as, cannot get through ${at} to ${path}. Take a place that is open to all, such as /usr, /opt or /tmp, or start Harrier as another user than root.`);
    }
    if (at === dirname(at)) return;
  }
}
