import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { openRedis } from '../../queues/redis.ts';
import { parseUrl } from '../../url/index.ts';
import { startLabWeb, type LabWeb } from './lab-web.ts';
import { descendantsOf, isAlive, isBrowser, isRedis, isWorker, processesWith } from './processes.ts';
import { find, leftIn, makePlace, startUp, until, type Place, type Running } from './running.ts';

/** A site that a browser has to visit, and that is malicious. */
const renderedSite = 64;

describe('harrier up', function () {
  this.timeout(240_000);
  let web: LabWeb;
  const opened: { place: Place; running: Running[] }[] = [];
  before(async () => { web = await startLabWeb(); });
  after(async () => { await web.close(); });
  afterEach(async () => {
    for (const { place, running } of opened.splice(0)) {
      for (const up of running) if (up.child.exitCode === null && up.child.signalCode === null) await up.killTree();
      place.remove();
    }
  });

  const makeSystem = (env: Readonly<Record<string, string>> = {}): { place: Place; start(args?: readonly string[]): Running } => {
    const place = makePlace(web.labMap, { HARRIER_DWELL_MS: '100', HARRIER_LOG: 'info', ...env });
    const running: Running[] = [];
    opened.push({ place, running });
    return { place, start: (args) => {
      const up = startUp(place, args);
      running.push(up);
      return up;
    } };
  };
  const submit = async (up: Running, url: string): Promise<void> => {
    const answer = await fetch(`${await up.url()}/v1/submissions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ url }) });
    expect(answer.status).to.equal(202);
  };
  /** What the API says of a URL once it is as wanted. */
  const standing = async (up: Running, url: string, what: string, fits: (found: Standing) => boolean): Promise<Standing> => {
    const parsed = parseUrl(url);
    if (!parsed.ok) throw new Error(`${url} is no URL`);
    const api = await up.url();
    return until(what, 90, async () => {
      const found = await (await fetch(`${api}/v1/submissions/${parsed.url.key}`)).json() as Standing;
      return fits(found) && found;
    });
  };
  const workersReady = (up: Running): Promise<unknown> => until('both workers run', 60, () => ['worker: judge', 'worker: probe, render'].every((line) => up.said().includes(line)));

  it('ends on SIGTERM within seconds, with exit code 0 and nothing left', async () => {
    const { place, start } = makeSystem();
    const up = start();
    await submit(up, web.urlOf(renderedSite));
    await standing(up, web.urlOf(renderedSite), 'a verdict', ({ state }) => state === 'resting');
    await find(up, 'a browser', isBrowser);
    await until('its visits are counted', 20, async () => (await (await fetch(`${await up.url()}/metrics`)).text()).includes('harrier_visits_total{lane="render",outcome="visited"} 1'));
    const startedAt = performance.now();
    expect(await up.stop()).to.equal(0);
    expect((performance.now() - startedAt) / 1000, 'seconds').to.be.lessThan(10);
    expect(processesWith(place.mark)).to.deep.equal([]);
    expect(leftIn(place)).to.deep.equal([]);
  });

  it('starts a worker again that was killed, whose browser and files go with it', async () => {
    const { place, start } = makeSystem();
    const up = start();
    await submit(up, web.urlOf(renderedSite));
    const browser = await find(up, 'a browser', isBrowser);
    const worker = await find(up, 'a crawl worker', isWorker('probe,render'));
    process.kill(worker, 'SIGKILL');
    const next = await find(up, 'another crawl worker', (process) => isWorker('probe,render')(process) && process.pid !== worker);
    await until('the browser of the dead worker ended', 20, () => !isAlive(browser));
    await until('the files of the dead worker are gone and the new one has some', 60, () => {
      const names = leftIn(place);
      return names.length === 1 && names[0]?.startsWith(`harrier-${next}-`);
    });
    expect(await up.stop()).to.equal(0);
  });

  it('goes on with the Redis of one that was killed alone, whose workers end by themselves', async () => {
    const { place, start } = makeSystem();
    const killed = start();
    await submit(killed, web.urlOf(1));
    await standing(killed, web.urlOf(1), 'a verdict', ({ state }) => state === 'resting');
    await workersReady(killed);
    const tree = descendantsOf(killed.pid);
    const redis = tree.find(isRedis)?.pid ?? 0;
    const workers = tree.filter((process) => isWorker('')(process));
    expect(workers).to.have.length(2);
    killed.child.kill('SIGKILL');
    const next = start();
    await next.url();
    expect(next.said()).to.include(`adopted the Redis that an earlier run left (process ${redis})`);
    await until('the workers of the dead one ended', 20, () => workers.every(({ pid }) => !isAlive(pid)));
    expect(isAlive(redis)).to.equal(true);
    await standing(next, web.urlOf(1), 'its verdict', ({ verdict }) => verdict !== null);
    expect(await next.stop()).to.equal(0);
    expect(isAlive(redis)).to.equal(false);
    expect(leftIn(place)).to.deep.equal([]);
  });

  it('refuses a data folder that another one holds, and names that one', async () => {
    const { start } = makeSystem();
    const first = start();
    await first.url();
    const second = start();
    const ended = await until('the second one ends', 60, () => (second.child.exitCode === null ? null : [second.child.exitCode]));
    expect(ended).to.deep.equal([3]);
    expect(second.said()).to.include(`Harrier is up already`).and.include(`(process ${first.pid})`);
    expect((await fetch(`${await first.url()}/readyz`)).status).to.equal(200);
    expect(await first.stop()).to.equal(0);
  });

  it('says that its port is in use, with exit code 3, and leaves nothing running', async () => {
    const { place, start } = makeSystem();
    const other = createServer();
    await new Promise<void>((resolve) => { other.listen(0, '127.0.0.1', resolve); });
    const { port } = other.address() as AddressInfo; // a TCP server that listens has one
    const up = start(['--port', String(port)]);
    const ended = await until('it ends', 60, () => (up.child.exitCode === null ? null : [up.child.exitCode]));
    other.close();
    expect(ended).to.deep.equal([3]);
    expect(up.said()).to.include(`port ${port} of 127.0.0.1 is in use`).and.include('--port');
    expect(processesWith(place.mark)).to.deep.equal([]);
  });

  it('takes the embedded Redis over from a command that ran it and ends', async () => {
    const { place, start } = makeSystem();
    const command = await openRedis({ url: null, dataDir: place.dataDir });
    const up = start();
    await up.url();
    await command.close();
    await submit(up, web.urlOf(1));
    await standing(up, web.urlOf(1), 'a verdict', ({ state }) => state === 'resting');
    expect(await up.stop()).to.equal(0);
    expect(existsSync(path.join(place.dataDir, 'redis', 'redis.sock'))).to.equal(false);
  });

  it('gives up a URL whose leases lapse again and again, with a verdict that says so', async () => {
    const { start } = makeSystem({ HARRIER_LEASE_MS: '5000', HARRIER_VISIT_MS: '20000', HARRIER_MAX_ATTEMPTS: '2' });
    const up = start();
    await workersReady(up);
    // Nobody judges: the visit is made, its capture waits, and the lease lapses.
    const judge = await find(up, 'a judge worker', isWorker('judge'));
    process.kill(judge, 'SIGSTOP');
    try {
      await submit(up, web.urlOf(1));
      const given = await standing(up, web.urlOf(1), 'it is buried', ({ state }) => state === 'buried');
      expect(given).to.deep.include({ buried: 'too-many-attempts' });
      expect(given.verdict).to.include({ verdict: 'undecided', why: 'gave-up' });
    } finally {
      process.kill(judge, 'SIGCONT');
    }
    expect(await up.stop()).to.equal(0);
  });
});

interface Standing { readonly state: string; readonly buried: string | null; readonly attempts: number; readonly verdict: { readonly verdict: string; readonly why: string | null } | null }
