import { expect } from 'chai';
import type { Judge } from '../../classifiers/contract.ts';
import { ScanStream } from '../../cli/scan-stream.ts';
import type { VerdictLine } from '../../cli/verdict-line.ts';
import type { Capture, CrawlTask, Verdict } from '../../records/index.ts';
import { captureOf } from '../classifiers/capture-builder.ts';

const verdictOf = (capture: Capture, captureKey: string | null): Verdict => ({
  v: 1, urlKey: capture.urlKey, url: capture.url, finalUrl: capture.finalUrl, verdict: capture.outcome === 'visited' ? 'benign' : 'undecided', why: null, threat: null, brand: null, score: 0.1, signals: [], failedDetectors: [],
  policy: '2026-11-23.1', compromised: false, captureKey, comparedWith: null, lane: capture.lane, profile: capture.profile, atMs: 0,
});
const judge: Judge = {
  judge: (capture, { captureKey }) => verdictOf(capture, captureKey), triage: () => 'render', nextLook: () => 'done',
  rate: (url) => ({ ...verdictOf(captureOf({ url: url.visit }), null), verdict: url.visit.includes('bait') ? 'suspicious' : 'benign', lane: 'url' }),
};

/** Scans one URL; the browser's visits end as `endings` says, one after the other. */
const scanOne = async (url: string, endings: readonly ('visited' | 'crashed' | 'browser')[]): Promise<{ readonly line: VerdictLine | undefined; readonly verdict: Verdict | null; readonly renders: number }> => {
  const lines: { readonly line: VerdictLine; readonly verdict: Verdict | null }[] = [];
  const stream = new ScanStream({ judge, emit: (line, verdict) => { lines.push({ line, verdict }); return Promise.resolve(); }, keep: () => Promise.resolve(null), now: () => 0, maxOpen: 4 });
  let renders = 0;
  const rendering = (async (): Promise<void> => {
    for await (const task of stream.renders()) {
      const ending = endings[renders++] ?? expect.fail('one visit too many');
      await stream.onCapture(task, captureOf({ url, ...(ending === 'visited' ? { body: 'a page' } : { nothing: true, outcome: 'crashed', failure: { code: ending, message: 'it died' } }) }));
    }
  })();
  const probe = async (task: CrawlTask): Promise<void> => { await stream.onCapture(task, captureOf({ url, lane: 'probe', body: 'x' })); };
  for await (const task of stream.probes((async function* () { yield await Promise.resolve({ text: url, number: 1, isUtf8: true }); })())) await probe(task);
  await rendering;
  return { line: lines[0]?.line, verdict: lines[0]?.verdict ?? null, renders };
};

describe('a scan whose visit dies', () => {
  it('makes the visit once more, and judges what that one sees', async () => {
    const { line, renders } = await scanOne('https://a.example.test/', ['crashed', 'visited']);
    expect(line).to.include({ verdict: 'benign', error: null });
    expect(renders).to.equal(2);
  });

  it('says quarantined after the second death, and asks no third time', async () => {
    const { line, verdict } = await scanOne('https://a.example.test/', ['crashed', 'crashed']);
    expect(verdict).to.include({ verdict: 'undecided', why: 'quarantined' });
    expect(line?.error).to.include({ code: 'quarantined' });
  });

  it('judges it by its URL then, where that accuses it', async () => {
    const { verdict } = await scanOne('https://bait.example.test/', ['crashed', 'crashed']);
    expect(verdict).to.include({ verdict: 'suspicious', why: 'quarantined', lane: 'render' });
  });

  it('blames no URL for a browser that did not start', async () => {
    const { verdict } = await scanOne('https://a.example.test/', ['browser', 'crashed']);
    expect(verdict?.why).to.equal(null);
  });
});
