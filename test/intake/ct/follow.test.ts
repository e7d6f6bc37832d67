import { expect } from 'chai';
import { openDoor } from '../../../intake/door.ts';
import { followLog, newCtLog, type CtState, type FollowOptions } from '../../../intake/ct/follow.ts';
import { ctLogSchema, type CtLog } from '../../../intake/ct/log.ts';
import { rfc6962Reader } from '../../../intake/ct/rfc6962.ts';
import { staticReader, tilePath } from '../../../intake/ct/static-ct.ts';
import { startPublisher } from '../feeds/publisher.ts';
import { memoryFrontier } from '../memory-frontier.ts';
import { certificateFor, type LogEntry } from './certificates.ts';
import { labLog, type LabLog } from './lab-log.ts';

const nowMs = 1_800_000_000_000;

for (const kind of ['rfc6962', 'static'] as const) {
  describe(`following a certificate log (${kind})`, () => {
    let lab: LabLog;
    let log: CtLog;
    let frontier: ReturnType<typeof memoryFrontier>;
    let close: () => Promise<void>;
    let decent: LogEntry;
    let lure: LogEntry;

    before(async () => {
      decent = { atMs: nowMs, certificate: await certificateFor(['shop.example', 'www.shop.example']), isPrecertificate: false };
      lure = { atMs: nowMs, certificate: await certificateFor(['bank-login.example', '*.bank-login.example']), isPrecertificate: true };
    });
    beforeEach(async () => {
      lab = labLog(Array.from({ length: 600 }, () => decent), nowMs);
      const publisher = await startPublisher((request, response) => { lab.answer(request, response); });
      ({ close } = publisher);
      log = ctLogSchema.parse({ name: 'lab', url: publisher.url, kind });
      frontier = memoryFrontier();
    });
    afterEach(() => close());

    const turn = (state: CtState, more: Partial<FollowOptions> = {}): Promise<CtState> => followLog(log, state, {
      readers: { rfc6962: rfc6962Reader('Harrier/1'), static: staticReader('Harrier/1') }, door: openDoor({ frontier, now: () => nowMs, labMode: false }),
      score: (host) => (host.includes('login') ? 0.9 : 0.1), threshold: 0.5, entriesPerTurn: 10_000, furthestBehind: 100_000, now: () => nowMs, signal: new AbortController().signal, ...more,
    });

    it('begins at the log\'s end, then reads each new entry once and offers what looks like a lure', async () => {
      const first = await turn(newCtLog);
      expect(first).to.include({ next: 600, entries: 0, lastProblem: null });
      lab.entries.push(lure, decent, lure, ...Array.from({ length: 700 }, () => decent));
      const second = await turn(first);
      expect(second).to.include({ next: 1303, entries: 703, unreadable: 0, lastProblem: null, failures: 0 });
      expect([...new Set(frontier.offers().map(({ url, source }) => `${url} ${source}`))]).to.deep.equal(['https://bank-login.example/ ct:lab']);
      const offers = frontier.calls.length;
      expect(await turn(second)).to.include({ next: 1303, entries: 703 });
      expect(frontier.calls).to.have.length(offers);
    });

    it('reads no more in a turn than it was given, and is due again at once', async () => {
      const first = await turn(newCtLog);
      lab.entries.push(...Array.from({ length: 1000 }, () => decent));
      const second = await turn(first, { entriesPerTurn: 300 });
      expect(second).to.include({ next: 900, nextAtMs: nowMs });
      expect((await turn(second)).next).to.equal(1600);
    });

    it('meets a log at its end that is too far ahead, and says how much it left out', async () => {
      const first = await turn(newCtLog);
      lab.entries.push(...Array.from({ length: 1000 }, () => decent));
      expect(await turn(first, { furthestBehind: 200 })).to.include({ next: 1600, entries: 200, skipped: 800 });
    });

    it('counts what can\'t be read, and goes on', async () => {
      const first = await turn(newCtLog);
      lab.entries.push({ ...decent, certificate: Uint8Array.from([0x30, 0x82, 0xff, 0xff, 1]) }, lure);
      expect(await turn(first)).to.include({ entries: 2, unreadable: 1, lastProblem: null });
      expect(frontier.offers()).to.have.length(1);
    });

    it('stops at a log that shrinks, or that has two roots for one size', async () => {
      const first = await turn(newCtLog);
      lab.root = Buffer.alloc(32, 2).toString('base64');
      expect((await turn(first)).lastProblem).to.match(/another root/);
      lab.entries = lab.entries.slice(0, 100);
      const forked = await turn(first);
      expect(forked.lastProblem).to.match(/had 600 entries and has 100/);
      expect(forked.next).to.equal(600);
    });

    it('backs off from a log that does not answer, longer each time, and loses nothing', async () => {
      const first = await turn(newCtLog);
      lab.entries.push(lure);
      const { answer } = lab;
      lab.answer = (_, response) => { response.writeHead(503, { 'retry-after': '120' }).end(); };
      const second = await turn(first);
      expect(second.lastProblem).to.match(/answered 503/);
      expect(second.nextAtMs).to.be.at.least(nowMs + 120_000);
      lab.answer = (_, response) => { response.end('<html>'); };
      const third = await turn(second);
      expect(third.failures).to.equal(2);
      lab.answer = answer;
      expect(await turn(third)).to.include({ next: 601, failures: 0, lastProblem: null });
    });
  });
}

describe('certificate logs', () => {
  it('say that they stall', async () => {
    const lab = labLog([], nowMs - 2 * 86_400_000);
    const publisher = await startPublisher((request, response) => { lab.answer(request, response); });
    try {
      const state = await followLog(ctLogSchema.parse({ name: 'lab', url: publisher.url, kind: 'rfc6962' }), newCtLog, {
        readers: { rfc6962: rfc6962Reader('Harrier/1'), static: staticReader('Harrier/1') }, door: openDoor({ frontier: memoryFrontier(), now: () => nowMs, labMode: false }),
        score: () => 0, threshold: 1, entriesPerTurn: 1, furthestBehind: 1, now: () => nowMs, signal: new AbortController().signal,
      });
      expect(state.lastProblem).to.match(/stalls/);
    } finally {
      await publisher.close();
    }
  });

  it('have tiles by name', () => {
    expect([0, 7, 999, 1000, 1_234_067].map(tilePath)).to.deep.equal(['000', '007', '999', 'x001/000', 'x001/x234/067']);
  });
});
