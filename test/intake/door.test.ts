import { expect } from 'chai';
import type { Offer } from '../../queues/frontier/contract.ts';
import { openDoor, refusalSentences } from '../../intake/door.ts';
import type { DoorOutcome } from '../../intake/door.ts';
import type { Submission } from '../../records/index.ts';
import { openLinks } from '../../intake/privacy/index.ts';
import { testRedis } from '../queues/redis-server.ts';
import { memoryFrontier } from './memory-frontier.ts';

const nowMs = 1_790_000_000_000;
const now = (): number => nowMs;
const submission = (url: string): Submission => ({ url, source: 'cli', atMs: nowMs - 5, trust: 0.5, priority: 2 });
const summary = (outcome: DoorOutcome): string => outcome.outcome === 'accepted' ? outcome.offer : outcome.reason;

describe('the door', () => {
  const redis = testRedis();
  const reasons: readonly (readonly [string, string])[] = [
    ['', 'empty'], ['ftp://a.example/', 'scheme'], ['http://a b/', 'unparseable'], ['garbage', 'host'], [`http://a.example/${'a'.repeat(9000)}`, 'too-long'],
    ['http://a.example/verify-email?token=8f14e45fceea167a5a36dedd4bea2543', 'one-time-link'],
    ...['127.0.0.1', '10.0.0.1', '192.168.1.1', '169.254.169.254', '0.0.0.0', '100.64.0.1', '2130706433', '0x7f.1', '[::1]', '[fe80::1]', '[fd00::1]', '[::ffff:127.0.0.1]', '[64:ff9b::7f00:1]', '224.0.0.1', '255.255.255.255', 'localhost', 'x.localhost', 'LOCALHOST.']
      .map((host) => [`http://${host}/`, 'not-public'] as const),
  ];
  for (const [url, reason] of reasons) {
    it(`refuses ${JSON.stringify(url.slice(0, 60))}: ${reason}`, async () => {
      const frontier = memoryFrontier();
      const [outcome] = await openDoor({ frontier, now, labMode: false }).submit([submission(url)]);
      expect(outcome).to.deep.equal({ outcome: 'refused', reason });
      expect(frontier.offers()).to.deep.equal([]);
    });
  }

  it('has a sentence for every reason', () => {
    for (const [, reason] of reasons) expect(refusalSentences).to.have.property(reason);
  });

  it('takes an address that is not public in lab mode', async () => {
    const outcomes = await openDoor({ frontier: memoryFrontier(), now, labMode: true }).submit([submission('http://127.0.0.1:8080/')]);
    expect(outcomes.map(summary)).to.deep.equal(['new']);
  });

  it('takes a public address', async () => {
    const outcomes = await openDoor({ frontier: memoryFrontier(), now, labMode: false }).submit(['http://93.184.216.34/', 'http://[2606:4700::1111]/'].map(submission));
    expect(outcomes.map(summary)).to.deep.equal(['new', 'new']);
  });

  it('offers the visit form to the probe lane, due now, with the source and priority given', async () => {
    const frontier = memoryFrontier();
    await openDoor({ frontier, now, labMode: false }).submit([submission('HTTPS://user:word@A.example:443/x#y')]);
    const [offer] = frontier.offers();
    expect(offer).to.deep.include({ url: 'https://a.example/x#y', lane: 'probe', priority: 2, dueAtMs: nowMs, source: 'cli', revive: false });
  });

  it('offers only what is redacted, under the key of that', async () => {
    const frontier = memoryFrontier();
    const door = openDoor({ frontier, now, labMode: false });
    const outcomes = await door.submit(['http://a.example/?e=joe@corp.test', 'http://a.example/?e=jane@corp.test', 'http://a.example/?e=someone@example.com'].map(submission));
    expect(outcomes.map(summary)).to.deep.equal(['new', 'known', 'known']);
    expect(outcomes.map((outcome) => outcome.outcome === 'accepted' && outcome.isRedacted)).to.deep.equal([true, true, false]);
    expect(JSON.stringify(frontier.offers())).to.not.match(/jo|jane/);
  });

  it('answers in order, whatever is refused in between', async () => {
    const door = openDoor({ frontier: memoryFrontier(), now, labMode: false });
    const outcomes = await door.submit(['http://a.example/1', 'x', 'http://a.example/1', '', 'http://a.example/2'].map(submission));
    expect(outcomes.map(summary)).to.deep.equal(['new', 'host', 'known', 'empty', 'new']);
  });

  it('offers at most 1,000 in one call', async () => {
    const frontier = memoryFrontier();
    const outcomes = await openDoor({ frontier, now, labMode: false }).submit(Array.from({ length: 2500 }, (_, index) => submission(`http://a.example/${index}`)));
    expect(frontier.calls.map((offers) => offers.length)).to.deep.equal([1000, 1000, 500]);
    expect(outcomes).to.have.length(2500);
  });

  it('does not call the frontier for nothing', async () => {
    const frontier = memoryFrontier();
    expect(await openDoor({ frontier, now, labMode: false }).submit([submission('')])).to.have.length(1);
    expect(frontier.calls).to.have.length(0);
  });

  it('visits what was sent to several people sooner, by a keyed hash of each link', async () => {
    const frontier = memoryFrontier();
    const prefix = redis.prefix();
    const door = openDoor({ frontier, now, labMode: false, links: openLinks(redis.client, prefix, Buffer.alloc(32, 7)) });
    for (const who of ['joe', 'jane', 'jane', 'jim']) await door.submit([submission(`http://a.example/?e=${who}@corp.test`)]);
    expect(frontier.offers().map(({ priority }) => priority)).to.deep.equal([2, 2, 2, 1]);
    const keys = await redis.client.keys(`*${prefix}*`);
    expect(keys).to.have.length(1);
    for (const key of keys) expect((await redis.client.getBuffer(key))?.toString('latin1')).to.not.match(/joe|jane|jim|corp/);
  });

  it('leaves search words and opaque values where the level is basic', async () => {
    const frontier = memoryFrontier();
    await openDoor({ frontier, now, labMode: false, redaction: 'basic' }).submit([submission('http://a.example/?q=red+shoes&e=joe@corp.test')]);
    expect(frontier.offers().map(({ url }) => url)).to.deep.equal(['http://a.example/?q=red+shoes&e=someone@example.com']);
  });

  it('asks to revive where it was told to', async () => {
    const frontier = memoryFrontier();
    const door = openDoor({ frontier, now, labMode: false });
    await door.submit([submission('http://a.example/')]);
    const outcomes = await door.submit([submission('http://a.example/')], { revive: true });
    expect(outcomes.map(summary)).to.deep.equal(['revived']);
  });

  it('rejects where the frontier cannot be reached', async () => {
    const door = openDoor({ frontier: { offer: () => Promise.reject(new Error('no Redis')) }, now, labMode: false });
    const failure = await door.submit([submission('http://a.example/')]).then(() => null, (reason: unknown) => reason);
    expect(failure).to.be.an('error').with.property('message', 'no Redis');
  });

  it('gives a URL the priority that its look earns, where somebody tells', async () => {
    const offers: { url: string; priority: number }[] = [];
    const frontier = { offer: (given: readonly Offer[]) => { offers.push(...given); return Promise.resolve(given.map(() => 'new' as const)); } };
    const door = openDoor({ frontier, now, labMode: false, priorityOf: (url, asked) => (url.host.startsWith('bad') ? 1 : asked) });
    await door.submit(['http://bad.example/', 'http://good.example/'].map((url) => ({ ...submission(url), priority: 2 })));
    expect(offers.map(({ url, priority }) => [url, priority])).to.deep.equal([['http://bad.example/', 1], ['http://good.example/', 2]]);
  });
});
