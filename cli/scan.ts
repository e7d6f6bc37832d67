import { Command } from 'commander';
import { explain } from '../classifiers/explain.ts';
import { openEvidence } from '../evidence/store.ts';
import { addSettings, settingsOf, type CliContext } from './context.ts';
import { requireMachine } from './doctor.ts';
import { exitCodes } from './exit.ts';
import { standardInput, urlLines } from './input.ts';
import { print } from './output.ts';
import { openProgress } from './progress.ts';
import { runScan } from './scan-run.ts';
import { sayProblem } from './url-problem.ts';
import { paragraph } from './verdict-text.ts';

export const scanCommand = (context: CliContext): Command =>
  addSettings(new Command('scan'), ['labMap', 'labCa', 'brands', 'urlModel', 'rulesDir', 'renderConcurrency', 'probeConcurrency', 'visitMs', 'dwellMs', 'visitBytes', 'canarySteps', 'chromium', 'browserUser', 'upstreamProxy', 'logLevel'])
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
      const evidence = options.evidence === undefined ? null : openEvidence({ dir: options.evidence });
      const progress = openProgress('judged');
      if (args.length > 0) progress.total(args.length);
      let done = 0;
      try {
        await runScan(context, settings, {
          lines: (stop) => urlLines(args, standardInput(stop)),
          unsafeNoSandbox: options.unsafeNoSandbox === true,
          evidence,
          emit: async (line, verdict, input) => {
            if (verdict === null) {
              context.exit(exitCodes.someFailed);
              sayProblem(args, input, line.error?.message ?? '');
            }
            await print(options.json === true ? `${JSON.stringify(line)}\n` : paragraph(line, verdict === null ? null : explain(verdict)));
            progress.done(++done);
          },
        });
      } finally {
        progress.stop();
      }
    });
