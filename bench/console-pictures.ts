import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { chromium, type Page } from 'playwright';
import { Server } from 'proxy-chain';
import { startSystem } from '../cli/system.ts';
import { loadSettings } from '../config/load.ts';
import { findBrowser, launchOptions } from '../crawler/browser/index.ts';
import { brandsFile, startRange, writeLab } from '../fixtures/range/index.ts';
import { parseUrl, type UrlKey } from '../url/index.ts';

/**
 * Makes the pictures of docs/console/ from the test range: a whole system crawls it, and a browser goes through the
 * screens. `node --import tsx bench/console-pictures.ts [folder]`; about two minutes. Nothing leaves this machine.
 */
const folder = process.argv[2] ?? fileURLToPath(new URL('../docs/console', import.meta.url));
const mostSites = 40;
mkdirSync(folder, { recursive: true });
const place = await mkdtemp(path.join(tmpdir(), 'harrier-pictures-'));
const range = await startRange();
const log = pino({ level: 'error', base: null }, pino.destination(2));
try {
  const lab = writeLab(range, place);
  const env = { HARRIER_DATA_DIR: path.join(place, 'data'), HARRIER_PORT: '0', HARRIER_LAB_MAP: lab.labMap, HARRIER_LAB_CA: lab.caPem, HARRIER_BRANDS: brandsFile, HARRIER_HOST_DELAY_MS: '0', HARRIER_MAX_ATTEMPTS: '1' };
  const system = await startSystem(loadSettings({ flags: {}, env, file: null }), { env: { ...process.env, ...env }, now: Date.now }, log);
  try {
    const urls = range.sites.slice(0, mostSites).flatMap((site) => site.urls);
    await fetch(`${system.url}/v1/submissions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ urls }) });
    const keys = urls.flatMap((url) => { const parsed = parseUrl(url); return parsed.ok ? [parsed.url.key] : []; });
    const left = new Set<UrlKey>(keys);
    for (const until = Date.now() + 240_000; left.size > 0 && Date.now() < until; await pause(500)) {
      for (const key of left) {
        const verdict = await system.stores.reputation.verdictOf(key);
        if (verdict !== null && verdict.why !== 'looking-again') left.delete(key);
      }
    }
    // Somebody says that a few of them are wrong: what is still found malicious then waits for a person.
    const appealed = (await system.stores.reputation.recent(500)).filter(({ verdict, lane }) => verdict === 'malicious' && lane === 'render').slice(0, 4);
    for (const { url } of appealed) await fetch(`${system.url}/v1/appeals`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ url }) });
    for (const until = Date.now() + 60_000; Date.now() < until; await pause(500)) {
      const { waiting } = await (await fetch(`${system.url}/v1/review`)).json() as { waiting: number };
      if (waiting >= appealed.length) break;
    }
    const verdicts = await system.stores.reputation.recent(500);
    const phish = verdicts.find(({ threat, lane }) => threat === 'phishing' && lane === 'render') ?? verdicts[0];
    if (phish === undefined) throw new Error('nothing was judged');
    const tempDir = await mkdtemp(path.join(tmpdir(), 'harrier-pictures-browser-'));
    // The browser is started to reach nothing; this proxy leads to the console alone.
    const proxy = new Server({ host: '127.0.0.1', port: 0, prepareRequestFunction: ({ hostname }) => { if (hostname !== '127.0.0.1') throw new Error('not the console'); return {}; } });
    await proxy.listen();
    const browser = await chromium.launch(await launchOptions({ executable: (await findBrowser(null)).executable, tempDir, unsafeNoSandbox: false }));
    try {
      for (const [name, hash, dark, width] of [
        ['now', '#/now', false, 1280], ['review', '#/review', false, 1280], ['review-dark', '#/review', true, 1280], ['review-narrow', '#/review', false, 390],
        ['url', `#/url/${phish.urlKey}`, false, 1280], ['search', `#/search?verdict=malicious`, false, 1280], ['check', `#/check?url=${encodeURIComponent(phish.url)}`, false, 1280],
        ['recrawl', '#/recrawl', false, 1280], ['audit', '#/audit', true, 1280],
      ] as const) {
        const page = await browser.newPage({ proxy: { server: `http://127.0.0.1:${proxy.port}` }, viewport: { width, height: 900 }, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' });
        await page.goto(`${system.url}/${hash}`);
        await settled(page);
        await page.screenshot({ path: path.join(folder, `${name}.png`) });
        await page.close();
      }
    } finally {
      await browser.close();
      await proxy.close(true);
      await rm(tempDir, { recursive: true, force: true, maxRetries: 3 });
    }
  } finally {
    await system.close();
  }
} finally {
  await range.close();
  await rm(place, { recursive: true, force: true, maxRetries: 3 });
}

/** Until the screen has its content and its pictures. */
async function settled(page: Page): Promise<void> {
  await page.locator('main .panel').first().waitFor();
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.evaluate('Promise.all([...document.images].map((image) => image.decode().catch(() => {})))');
}
