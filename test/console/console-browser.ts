import { chromium, type Browser, type Page } from 'playwright';
import { Server, RequestError } from 'proxy-chain';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApi } from '../../api/server.ts';
import type { ApiDeps } from '../../api/deps.ts';
import { findBrowser, launchOptions } from '../../crawler/browser/index.ts';
import { projectRoot } from '../house/source-files.ts';

/** A console in a real browser, and all that happened in it which should not. */
export interface OpenConsole {
  readonly page: Page;
  readonly origin: string;
  /** "host:port" of whatever the browser asked for beside the console's own server. */
  readonly elsewhere: readonly string[];
  /** Uncaught errors, console errors (refusals of the page's policy are such), dialogs, windows. */
  readonly troubles: readonly string[];
  close(): Promise<void>;
}

export interface ConsoleBrowser {
  open(deps: ApiDeps, options: { readonly width: number; readonly dark?: boolean }): Promise<OpenConsole>;
  close(): Promise<void>;
}

/** The browser as the crawler runs it: sandbox on, never as root. It reaches nothing but the proxy that each page is given. */
export const openConsoleBrowser = async (): Promise<ConsoleBrowser> => {
  const tempDir = await mkdtemp(path.join(tmpdir(), 'harrier-console-'));
  const { executable } = await findBrowser(null);
  const browser = await chromium.launch(await launchOptions({ executable, tempDir, unsafeNoSandbox: false }));
  return {
    open: (deps, options) => openConsole(browser, deps, options),
    close: async () => {
      await browser.close();
      await rm(tempDir, { recursive: true, force: true });
    },
  };
};

const openConsole = async (browser: Browser, deps: ApiDeps, { width, dark = false }: { readonly width: number; readonly dark?: boolean }): Promise<OpenConsole> => {
  const app = createApi({ ...deps, consoleDir: path.join(projectRoot, 'console/web') });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const elsewhere: string[] = [];
  const troubles: string[] = [];
  const proxy = new Server({
    host: '127.0.0.1',
    port: 0,
    prepareRequestFunction: ({ hostname, port: asked }) => {
      if (hostname === '127.0.0.1' && Number(asked) === port) return {};
      elsewhere.push(`${hostname}:${asked}`);
      throw new RequestError('not the console', 403);
    },
  });
  await proxy.listen();
  const context = await browser.newContext({ proxy: { server: `http://127.0.0.1:${proxy.port}` }, viewport: { width, height: 900 }, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.on('pageerror', (error) => { troubles.push(`error: ${error.message}`); });
  // A refusal of the API is an answer that the page shows; Chromium's line about it is no trouble.
  page.on('console', (message) => { if (message.type() === 'error' && !message.text().startsWith('Failed to load resource: the server responded')) troubles.push(`console: ${message.text()}`); });
  page.on('dialog', (dialog) => { troubles.push(`dialog: ${dialog.message()}`); void dialog.dismiss(); });
  context.on('page', (other) => { if (other !== page) troubles.push(`window: ${other.url()}`); });
  return {
    page,
    origin: `http://127.0.0.1:${port}`,
    elsewhere,
    troubles,
    close: async () => {
      await context.close();
      await app.close();
      await proxy.close(true);
    },
  };
};
