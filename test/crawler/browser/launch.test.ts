import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { chmod, lstat, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright';
import { BrowserError, findBrowser, launchOptions, launchProblem } from '../../../crawler/browser/index.ts';
import { openEgress, parseLabMap, type Egress } from '../../../crawler/egress/index.ts';
import { browserProcesses, type BrowserProcess } from './processes.ts';

const isRoot = process.getuid?.() === 0;
const script = new URL('../../../crawler/browser/as-unprivileged.sh', import.meta.url).pathname;

describe('crawler/browser/launch', () => {
  let folder: string;
  before(async () => { folder = await mkdtemp(join(tmpdir(), 'harrier-test-')); });
  after(async () => { await rm(folder, { recursive: true, force: true }); });

  describe('a browser that was launched', () => {
    let browser: Browser;
    let site: Server;
    let egress: Egress;
    let processes: BrowserProcess[];
    const secret = `secret-${process.pid}`;

    before(async () => {
      site = createServer((request, response) => {
        if (request.url === '/file') response.setHeader('content-disposition', 'attachment; filename=a.bin').end('the file');
        else response.setHeader('content-type', 'text/html').end('<a href=/file download>x</a>');
      });
      await new Promise<void>((settle) => site.listen(0, '127.0.0.1', settle));
      egress = await openEgress({ resolve: () => Promise.resolve([]), lab: parseLabMap(`site.test 127.0.0.1:${(site.address() as AddressInfo).port}`) });
      const { executable } = await findBrowser(null);
      process.env['HARRIER_TEST_SECRET'] = secret;
      const options = await launchOptions({ executable, tempDir: folder, unsafeNoSandbox: false });
      // As Crawlee does under CRAWLEE_DISABLE_BROWSER_SANDBOX.
      options.args.push('--no-sandbox');
      browser = await chromium.launch(options);
      delete process.env['HARRIER_TEST_SECRET'];
    });
    after(async () => {
      await browser.close();
      await egress.close();
      site.closeAllConnections();
      await new Promise((settle) => site.close(settle));
    });

    const openPage = async (url: string) => {
      const visit = await egress.open({ maxBytes: 1e7 });
      const context = await browser.newContext({ proxy: { server: visit.proxyUrl } });
      const page = await context.newPage();
      await page.goto(url);
      return { page, context };
    };

    it('runs renderers in a sandbox: a seccomp filter, namespaces of their own, no capabilities', async () => {
      const { context } = await openPage('http://site.test/');
      processes = await browserProcesses();
      const main = processes.find(({ type }) => type === 'browser');
      const renderers = processes.filter(({ type }) => type === 'renderer');
      expect(renderers).to.not.be.empty;
      for (const renderer of renderers) {
        expect(renderer.seccomp, 'seccomp').to.equal(2);
        expect(renderer.pidNamespaces, 'pid namespaces').to.be.greaterThan(1);
        expect(renderer.userNamespace, 'user namespace').to.not.equal(main?.userNamespace);
        expect(renderer.effectiveCapabilities, 'capabilities').to.equal('0000000000000000');
      }
      await context.close();
    });

    it('runs no process as root, and none with a sandbox switch', () => {
      expect(processes.length).to.be.greaterThan(3);
      for (const { uid, type, arguments: args } of processes) {
        expect(uid, type).to.not.equal(0);
        expect(args).to.not.include('--no-sandbox').and.not.include('--disable-setuid-sandbox').and.not.include('--single-process');
      }
    });

    it('hands none of our environment to it', async () => {
      for (const { pid, type } of processes) {
        // The kernel shows it to the same user and to root; renderers hide it.
        const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
        expect(environment, type).to.not.include(secret).and.not.include('HARRIER_');
      }
    });

    it("repeats every feature that Playwright turns off, because Chromium obeys the last list alone", () => {
      const lists = (processes.find(({ type }) => type === 'browser')?.arguments ?? []).filter((argument) => argument.startsWith('--disable-features=')).map((argument) => argument.slice('--disable-features='.length).split(','));
      expect(lists).to.have.lengthOf(2);
      expect(lists[1]).to.include.members(lists[0] ?? []);
    });

    it('saves downloads where we can read them', async () => {
      const { page, context } = await openPage('http://site.test/');
      const [download] = await Promise.all([page.waitForEvent('download'), page.click('a')]);
      expect(await readFile(await download.path(), 'utf8')).to.equal('the file');
      await context.close();
    });

    it('reaches nothing from a context that was given no proxy', async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      const { port } = site.address() as AddressInfo;
      for (const url of [`http://127.0.0.1:${port}/`, `http://localhost:${port}/`, 'http://site.test/']) {
        expect(await page.goto(url).then(() => 'reached', (error: Error) => error.message), url).to.include('ERR_PROXY_CONNECTION_FAILED');
      }
      await context.close();
    });
  });

  describe('as root', () => {
    before(function () { if (!isRoot) this.skip(); });

    it('says that a place is out of reach for the browser user, and names it', async () => {
      const closed = join(folder, 'closed');
      await mkdir(join(closed, 'inner'), { recursive: true });
      await chmod(closed, 0o700);
      const { executable } = await findBrowser(null);
      const error: unknown = await launchOptions({ executable, tempDir: join(closed, 'inner'), unsafeNoSandbox: false }).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(BrowserError).with.property('code', 'not-reachable');
      expect((error as BrowserError).message).to.include(closed).and.include('65534');
    });

    it('does not run the browser as root, whoever asks', async () => {
      const { executable } = await findBrowser(null);
      const error: unknown = await launchOptions({ executable, tempDir: folder, asUser: { uid: 0, gid: 0 }, unsafeNoSandbox: false }).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(BrowserError);
    });

    describe('the script in between', () => {
      const start = (args: string[], change: Record<string, string> = {}) => new Promise<{ code: unknown; stdout: string; stderr: string }>((settle) => {
        const env = { PATH: '/usr/bin:/bin', HOME: '/', HARRIER_BROWSER: '/usr/bin/id', HARRIER_BROWSER_UID: '65534', HARRIER_BROWSER_GID: '65534', HARRIER_PROFILE_ROOT: folder, ...change };
        execFile(script, args, { env }, (error, stdout, stderr) => settle({ code: error?.code ?? 0, stdout, stderr }));
      });

      it('drops user, group and every other group', async () => {
        expect(await start([])).to.deep.include({ code: 0, stdout: 'uid=65534(nobody) gid=65534(nogroup) groups=65534(nogroup)\n' });
      });

      it('hands over the profile, and nothing outside of its folder', async () => {
        const profile = await mkdtemp(join(folder, 'profile-'));
        await start([`--user-data-dir=${profile}`]);
        expect((await lstat(profile)).uid).to.equal(65_534);
        const elsewhere = await mkdtemp(join(tmpdir(), 'harrier-elsewhere-'));
        const link = join(folder, 'link');
        await symlink(elsewhere, link);
        for (const path of [elsewhere, link, `${folder}/../${elsewhere.split('/').at(-1)}`, `${profile}/inner`, folder, `${folder}/`, '/', '']) {
          const outcome = await start([`--user-data-dir=${path}`]);
          if (path !== '') expect(outcome, path).to.include({ code: 126 });
        }
        expect((await lstat(elsewhere)).uid).to.equal(0);
        await rm(elsewhere, { recursive: true });
      });

      it('refuses the switches that turn the sandbox off, unless told that it is unsafe', async () => {
        for (const flag of ['--no-sandbox', '--no-sandbox=1', '--disable-setuid-sandbox', '--disable-namespace-sandbox', '--disable-seccomp-filter-sandbox', '--single-process']) {
          expect(await start([flag]), flag).to.include({ code: 126 });
        }
        expect(await start(['--no-sandbox'], { HARRIER_BROWSER: '/bin/true', HARRIER_NO_SANDBOX: 'unsafe' })).to.include({ code: 0 });
      });

      it('refuses to start as root', async () => {
        expect(await start([], { HARRIER_BROWSER_UID: '0' })).to.include({ code: 126 });
        expect(await start([], { HARRIER_BROWSER_GID: '0' })).to.include({ code: 126 });
        expect((await start([], { HARRIER_BROWSER_UID: 'nobody' })).code).to.not.equal(0);
      });
    });
  });

  it('says what to do where the sandbox cannot be built', () => {
    const problem = launchProblem(new Error('browserType.launch: Failed\n[pid=1][err] FATAL:zygote_host_impl_linux.cc No usable sandbox! Update your kernel'));
    expect(problem).to.include({ code: 'sandbox-unavailable' });
    expect(problem.message).to.include('user namespaces').and.include('chromium-sandbox');
    expect(launchProblem(new Error('something else'))).to.include({ code: 'browser-failed' });
  });
});
