import { expect } from 'chai';
import pino from 'pino';
import { openStores, type Stores } from '../../cli/stores.ts';
import { kindOf, startLabWeb, type LabWeb, type SiteKind } from './lab-web.ts';
import { isBrowser, isRedis, isWorker, processesWith } from './processes.ts';
import { find, leftIn, makePlace, startUp, until, type Place, type Running } from './running.ts';

const urlCount = 2000;
/** URLs a submission: many submissions, so that kills meet them too. */
const batchSize = 100;
/** By then everything has a verdict: two cores under a load of 9 to 17 took 350 and 465 s. */
const longestMs = 600_000;

/** Mulberry32: the same kills for the same seed, as far as one machine's timing is another's. */
const randomFrom = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

const victims = ['crawl worker', 'judge worker', 'browser', 'Redis', 'whole tree'] as const;
type Victim = (typeof victims)[number];

/** Every victim once and two of them twice, at random counts of verdicts while work is left. */
const planOf = (random: () => number): { readonly victim: Victim; readonly afterJudged: number }[] => {
  const again = [victims[Math.floor(random() * 2)], 'Redis'] as const;
  return [...victims, ...again].flatMap((victim) => (victim === undefined ? [] : [{ victim, afterJudged: Math.floor(20 + random() * 0.75 * urlCount) }]))
    .sort((a, b) => a.afterJudged - b.afterJudged);
};

interface Status { readonly known: number; readonly due: { readonly probe: number; readonly render: number }; readonly leased: number; readonly judged: number }

describe('a system that is killed at random moments', function () {
  this.timeout(longestMs + 120_000);
  const seed = Number(process.env['HARRIER_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  let web: LabWeb;
  let place: Place;
  let up: Running;
  let api: string;
  /** By key: what the door has answered for. */
  const accepted = new Map<string, { readonly url: string; readonly kind: SiteKind }>();

  before(async () => {
    web = await startLabWeb();
    place = makePlace(web.labMap, { HARRIER_LEASE_MS: '20000', HARRIER_VISIT_MS: '10000', HARRIER_DWELL_MS: '100', HARRIER_RENDER_CONCURRENCY: '4', HARRIER_LOG: 'fatal' });
    up = startUp(place);
    api = await up.url();
  });

  after(async () => {
    if (up.child.exitCode === null && up.child.signalCode === null) await up.killTree();
    await web.close();
    place.remove();
  });

  const status = async (): Promise<Status> => {
    const answer = await fetch(`${api}/v1/status?recent=0`, { signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(`the API answered ${answer.status}`);
    return await answer.json() as Status;
  };

  /** Sends until it is answered, as a client would; only what was answered counts. */
  const submit = async (sites: readonly number[]): Promise<void> => {
    const urls = sites.map((site) => web.urlOf(site));
    const answer = await until('the API takes URLs', 120, async () => {
      const response = await fetch(`${api}/v1/submissions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ urls }), signal: AbortSignal.timeout(10_000) });
      return response.status === 202 && await response.json() as { accepted: { index: number; key: string }[] };
    });
    for (const { index, key } of answer.accepted) accepted.set(key, { url: urls[index] ?? '', kind: kindOf(sites[index] ?? 0) });
  };

  const kill = async (victim: Victim): Promise<void> => {
    switch (victim) {
      case 'crawl worker': return void process.kill(await find(up, 'a crawl worker', isWorker('probe,render')), 'SIGKILL');
      case 'judge worker': return void process.kill(await find(up, 'a judge worker', isWorker('judge')), 'SIGKILL');
      case 'browser': return void process.kill(await find(up, 'a browser', isBrowser, 120), 'SIGKILL');
      case 'Redis': return void process.kill(await find(up, 'a Redis', isRedis), 'SIGKILL');
      case 'whole tree':
        await up.killTree();
        up = startUp(place);
        api = await up.url();
        return;
      default: return victim satisfies never;
    }
  };

  it(`gives every accepted URL a verdict, loses none and leaves none stuck (HARRIER_TEST_SEED=${seed})`, async () => {
    const plan = planOf(randomFrom(seed));
    process.stdout.write(`      seed ${seed}: ${plan.map(({ victim, afterJudged }) => `${victim} at ${afterJudged}`).join(', ')}\n`);
    const startedAt = performance.now();
    const submitting = (async () => {
      for (let site = 0; site < urlCount; site += batchSize) await submit(Array.from({ length: batchSize }, (_, at) => site + at));
    })();
    submitting.catch(() => undefined);
    const judged = async (atLeast: number): Promise<true | false> => (await status()).judged >= atLeast;
    for (const { victim, afterJudged } of plan) {
      await until(`${afterJudged} verdicts, before the kill of the ${victim}`, longestMs / 1000, () => judged(afterJudged));
      await kill(victim);
      process.stdout.write(`      ${((performance.now() - startedAt) / 1000).toFixed(0)} s: killed the ${victim}\n`);
    }
    await submitting;
    await until('nothing is due or leased', (longestMs - (performance.now() - startedAt)) / 1000, async () => {
      const { due, leased } = await status();
      return due.probe === 0 && due.render === 0 && leased === 0;
    });
    process.stdout.write(`      ${((performance.now() - startedAt) / 1000).toFixed(0)} s: all at rest\n`);
    expect(await up.stop(), 'exit code').to.equal(0);
    expect(processesWith(place.mark), 'processes left').to.deep.equal([]);
    expect(leftIn(place), 'temporary files left').to.deep.equal([]);
  });

  describe('in its stores', () => {
    let stores: Stores;
    before(async () => { stores = await openStores(place.settings, place.env, Date.now, pino({ level: 'silent' })); });
    after(async () => { await stores.close(); });

    it('accepted every URL that was sent', () => {
      expect(accepted.size).to.equal(urlCount);
    });

    it('has one record of each, all at rest, with nothing due or leased', async () => {
      const records = new Map<string, string>();
      for await (const { key, state } of stores.frontier.scan()) records.set(key, state);
      expect([...records.keys()].sort()).to.deep.equal([...accepted.keys()].sort());
      expect([...records].filter(([, state]) => state !== 'resting')).to.deep.equal([]);
      expect(await stores.frontier.counts()).to.deep.equal({ known: urlCount, due: { probe: 0, render: 0 }, leased: 0, buried: 0 });
    });

    it('has the right verdict of each', async () => {
      const wrong: string[] = [];
      for (const [key, { url, kind }] of accepted) {
        const verdict = await stores.reputation.verdictOf(key);
        const found = verdict === null ? 'none' : `${verdict.verdict}${verdict.why === null ? '' : `, ${verdict.why}`}`;
        if (found !== { note: 'benign', page: 'benign', scripted: 'benign', clickfix: 'malicious', gone: 'undecided, gone' }[kind]) wrong.push(`${url} (${kind}): ${found}`);
      }
      expect(wrong).to.deep.equal([]);
    });

    it('has the evidence of each verdict', async () => {
      const missing: string[] = [];
      for (const [key, { url }] of accepted) {
        const captureKey = (await stores.reputation.verdictOf(key))?.captureKey ?? null;
        if (captureKey === null || !(await stores.evidence.keysOf(key)).some((one) => one === captureKey)) missing.push(url);
      }
      expect(missing).to.deep.equal([]);
    });

    it('lists what its change log says, and each malicious site', async () => {
      const fromLog = new Map<string, boolean>();
      for (let after = '0'; ;) {
        const rows = await stores.reputation.changes(after, 500);
        for (const { kind, expression } of rows) fromLog.set(expression, kind !== 'delisted');
        const last = rows.at(-1);
        if (last === undefined) break;
        after = last.seq;
      }
      const listed: string[] = [];
      for await (const { expression } of stores.reputation.listings()) listed.push(expression);
      expect([...new Set(listed)].sort()).to.deep.equal([...fromLog].filter(([, isListed]) => isListed).map(([expression]) => expression).sort());
      const malicious = [...accepted.values()].filter(({ kind }) => kind === 'clickfix');
      expect(listed).to.have.length(malicious.length);
    });
  });
});
