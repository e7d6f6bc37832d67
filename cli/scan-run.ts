import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Settings } from '../config/settings.ts';
import type { LaneOptions } from '../crawler/contract.ts';
import type { EvidenceStore } from '../evidence/contract.ts';
import type { Verdict } from '../records/index.ts';
import { openLog, type CliContext } from './context.ts';
import { openCrawling } from './crawling.ts';
import type { InputLine } from './input.ts';
import { openJudge } from './judging.ts';
import { ScanStream } from './scan-stream.ts';
import type { VerdictLine } from './verdict-line.ts';

/** Visits under way get so long to end once a scan is told to stop. */
const stopMs = 1500;

export interface ScanRun {
  /** Called once; what it reads from is to end at the signal. */
  readonly lines: (stop: AbortSignal) => AsyncIterable<InputLine>;
  readonly unsafeNoSandbox: boolean;
  /** Where every capture is kept; null keeps none. */
  readonly evidence: EvidenceStore | null;
  readonly emit: (line: VerdictLine, verdict: Verdict | null, input: InputLine) => Promise<void>;
}

/** Visits and judges every line, on both lanes, without a store. Throws the reason where it is stopped or a verdict can't be kept. */
export const runScan = async (context: CliContext, settings: Settings, { lines, unsafeNoSandbox, evidence, emit }: ScanRun): Promise<void> => {
  const log = openLog(settings);
  const judge = openJudge(settings);
  const crawling = await openCrawling(settings, log, unsafeNoSandbox);
  const scan = new ScanStream({
    judge,
    now: context.now,
    maxOpen: 2 * (crawling.probeConcurrency.max + crawling.renderConcurrency.max),
    keep: async (capture) => (evidence === null ? null : evidence.put(capture)),
    emit,
  });
  // Aborted where a verdict can't be kept or printed: no later one could be.
  const failing = new AbortController();
  const stop = AbortSignal.any([context.signal, failing.signal]);
  let isOver = false;
  const onCapture: LaneOptions['onCapture'] = async (task, capture) => {
    if (!isOver) await scan.onCapture(task, capture).catch((error: unknown) => { failing.abort(error); });
  };
  const onFault = (message: string, error: unknown): void => { log.error({ err: error }, message); };
  // Loaded when all that was given is known to be right: they bring Crawlee along.
  const [{ runProbeLane }, { runRenderLane }] = await Promise.all([import('../crawler/probe.ts'), import('../crawler/render.ts')]);
  const lane = { ...crawling.lane, onCapture, onFault, signal: stop };
  try {
    const probe = runProbeLane(scan.probes(untilStopped(lines(stop), stop)), { ...lane, concurrency: crawling.probeConcurrency });
    const render = runRenderLane(scan.renders(), { ...lane, launch: crawling.launch, concurrency: crawling.renderConcurrency });
    await Promise.race([Promise.all([probe.finished, render.finished]), stopped(stop)]);
    stop.throwIfAborted();
  } finally {
    isOver = true;
    failing.abort();
    await crawling.close();
  }
};

/** The lines that came before the signal: after it, that no more can be read is no error. */
async function* untilStopped(lines: AsyncIterable<InputLine>, signal: AbortSignal): AsyncGenerator<InputLine> {
  try {
    yield* lines;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Resolves `stopMs` after the signal. */
const stopped = async (signal: AbortSignal): Promise<void> => {
  if (!signal.aborted) await once(signal, 'abort');
  await pause(stopMs, undefined, { ref: false });
};
