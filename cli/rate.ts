import { Command } from 'commander';
import { explain } from '../classifiers/explain.ts';
import { addSettings, settingsOf, type CliContext } from './context.ts';
import { exitCodes } from './exit.ts';
import { standardInput, urlLines } from './input.ts';
import { openJudge } from './judging.ts';
import { print } from './output.ts';
import { problemSays, readLine, sayProblem } from './url-problem.ts';
import { problemLine, verdictLine } from './verdict-line.ts';
import { paragraph } from './verdict-text.ts';

/** A name as lists of domains write it: no scheme, no path. */
const bareDomain = /^[^/?#]+$/;

export const rateCommand = (context: CliContext): Command =>
  addSettings(new Command('rate'), ['brands', 'urlModel', 'rulesDir'])
    .argument('[url...]', 'URLs; without any, standard input is read, one a line')
    .option('--json', 'print one JSON line a URL')
    .addHelpText('after', `
The score is a hint for triage and priority; a URL's look alone is never a reason to block.

Examples:
  $ harrier rate http://paypa1-login.example/verify
  $ harrier rate --json < urls.txt`)
    .action(async (args: string[], options: { readonly json?: true }) => {
      const judge = openJudge(settingsOf(context, options));
      for await (const input of urlLines(args, standardInput(context.signal))) {
        const startedAtMs = context.now();
        const parsed = readLine(input);
        if (parsed.ok) {
          const verdict = judge.rate(parsed.url, startedAtMs, bareDomain.test(input.text) ? 'domain' : 'url');
          const line = { ...verdictLine(input.text, verdict, null, context.now() - startedAtMs), error: null };
          await print(options.json === true ? `${JSON.stringify(line)}\n` : paragraph(line, explain(verdict)));
          continue;
        }
        context.exit(exitCodes.someFailed);
        sayProblem(args, input, problemSays[parsed.problem]);
        if (options.json === true) await print(`${JSON.stringify(problemLine(input.text, parsed.problem, problemSays[parsed.problem]))}\n`);
      }
    });
