import { Command } from 'commander';
import { explain } from '../classifiers/explain.ts';
import { runProbeLane } from '../crawler/probe.ts';
import { runRenderLane } from '../crawler/render.ts';
import { openEvidence } from '../evidence/store.ts';
import { addSettings, openLog, settingsOf, type CliContext } from './context.ts';
import { openCrawling } from './crawling.ts';
import { requireMachine } from './doctor.ts';
import { exitCodes } from './exit.ts';
import { urlLines } from './input.ts';
import { openJudge } from './judging.ts';
import { print } from './output.ts';
import { openProgress } from './progress.ts';
import { ScanStream } from './scan-stream.ts';
import { paragraph } from './verdict-text.ts';

export const scanCommand = (context: CliContext): Command =>
  addSettings(new Command('scan'), ['labMap', 'labCa', 'brands', 'renderConcurrency', 'probeConcurrency', 'visitMs', 'dwellMs', 'visitBytes', 'chromium', 'browserUser', 'upstreamProxy', 'logLevel'])
    .description('judges URLs now, without a server')
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
            process.stderr.write(`harrier: ${args.length === 0 ? 'line' : 'argument'} ${input.number}: ${line.error?.message ?? ''} (${JSON.stringify(input.text.slice(0, 80))})\n`);
          }
          await print(options.json === true ? `${JSON.stringify(line)}\n` : paragraph(line, verdict === null ? null : explain(verdict)));
          progress.done(++done);
        },
      });
      const stop = new AbortController();
      context.signal.addEventListener('abort', () => { stop.abort(); });
      const onCapture = scan.onCapture.bind(scan);
      try {
        const probe = runProbeLane(scan.probes(urlLines(args, process.stdin)), { ...crawling.lane, onCapture, concurrency: crawling.probeConcurrency, signal: stop.signal });
        const render = runRenderLane(scan.renders(), { ...crawling.lane, launch: crawling.launch, onCapture, concurrency: crawling.renderConcurrency, signal: stop.signal });
        await Promise.all([probe.finished, render.finished]);
      } finally {
        progress.stop();
        await crawling.close();
      }
    });
