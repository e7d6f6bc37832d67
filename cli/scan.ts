import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Command } from 'commander';
import { explain } from '../classifiers/explain.ts';
import type { LaneOptions } from '../crawler/contract.ts';
import { openEvidence } from '../evidence/store.ts';
import { addSettings, openLog, settingsOf, type CliContext } from './context.ts';
import { openCrawling } from './crawling.ts';
import { requireMachine } from './doctor.ts';
import { exitCodes } from './exit.ts';
import { standardInput, urlLines, type InputLine } from './input.ts';
import { openJudge } from './judging.ts';
import { print } from './output.ts';
import { openProgress } from './progress.ts';
import { ScanStream } from './scan-stream.ts';
import { sayProblem } from './url-problem.ts';
import { paragraph } from './verdict-text.ts';

/** Visits under way get so long to end once a scan is told to stop. */
const stopMs = 1500;

export const scanCommand = (context: CliContext): Command =>
  addSettings(new Command('scan'), ['labMap', 'labCa', 'brands', 'renderConcurrency', 'probeConcurrency', 'visitMs', 'dwellMs', 'visitBytes', 'chromium', 'browserUser', 'upstreamProxy', 'logLevel'])
    .argument('[url...]', 'URLs; without any, standard input is read, one a line')
    .option('--json', 'print one JSON line a URL, as each is done')
    .option('--evidence <folder>', 'keep the captures there; a line then names its capture')
    .option('--unsafe-no-sandbox', "turn Chromium's sandbox off; never for pages you don't trust")
    .addHelpText('after', `
A line that is no URL is reported on standard error with its number, gets an undecided line, and makes the exit code 1.
Nothing but public addresses is visited, unless --lab-map says what exists.

Examples:
  $ harrier scan https://example.com/login
  $ harrier scan --json < urls.txt > verdicts.ndjson
  $ harrier scan --json --lab-map lab.map --lab-ca ca.pem < lab-urls.txt`)
    .action(async (args: string[], options: { readonly json?: true; readonly evidence?: string; readonly unsafeNoSandbox?: true }) => {
      const settings = settingsOf(context, options);
      await requireMachine(settings, context.env, ['browser', 'setpriv']);
      const log = openLog(settings);
      const judge = openJudge(settings);
      const evidence = options.evidence === undefined ? null : openEvidence({ dir: options.evidence });
      const crawling = await openCrawling(settings, log, options.unsafeNoSandbox === true);
      const progress = openProgress('judged');
      if (args.length > 0) progress.total(args.length);
      let done = 0;
      const scan = new ScanStream({
        judge,
        now: context.now,
        maxOpen: 2 * (crawling.probeConcurrency.max + crawling.renderConcurrency.max),
        keep: async (capture) => (evidence === null ? null : evidence.put(capture)),
        emit: async (line, verdict, input) => {
          if (verdict === null) {
            context.exit(exitCodes.someFailed);
            sayProblem(args, input, line.error?.message ?? '');
          }
          await print(options.json === true ? `${JSON.stringify(line)}\n` : paragraph(line, verdict === null ? null : explain(verdict)));
          progress.done(++done);
        },
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
        const lines = untilStopped(urlLines(args, standardInput(stop)), stop);
        const probe = runProbeLane(scan.probes(lines), { ...lane, concurrency: crawling.probeConcurrency });
        const render = runRenderLane(scan.renders(), { ...lane, launch: crawling.launch, concurrency: crawling.renderConcurrency });
        await Promise.race([Promise.all([probe.finished, render.finished]), stopped(stop)]);
        stop.throwIfAborted();
      } finally {
        isOver = true;
        failing.abort();
        progress.stop();
        await crawling.close();
      }
    });

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
