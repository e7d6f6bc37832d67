import { Command } from 'commander';
import type { LookupAnswer } from '../records/index.ts';
import type { ParsedUrl } from '../url/index.ts';
import { addSettings, type CliContext } from './context.ts';
import { exitCodes } from './exit.ts';
import { standardInput, urlLines, type InputLine } from './input.ts';
import { print } from './output.ts';
import { withSystem } from './stores.ts';
import { problemSays, readLine, sayProblem } from './url-problem.ts';

/** URLs asked in one call of the store. */
const batchUrls = 500;

export const lookupCommand = (context: CliContext): Command =>
  addSettings(new Command('lookup'), ['dataDir', 'redisUrl', 'logLevel'])
    .argument('[url...]', 'URLs; without any, standard input is read, one a line')
    .option('--json', 'print one JSON line a URL')
    .addHelpText('after', `
"listed" means block it; "not-listed" means that nothing is known against it, not that it is safe.

Examples:
  $ harrier lookup http://suspicious.example/pay
  $ harrier lookup --json < urls.txt`)
    .action(async (args: string[], options: { readonly json?: true }) => {
      await withSystem(context, options, async (stores) => {
        const ask = async (batch: readonly { input: InputLine; url: ParsedUrl }[]): Promise<void> => {
          const answers = await stores.reputation.lookup(batch.map(({ url }) => url.canonical), context.now());
          for (const [index, { input }] of batch.entries()) {
            const answer = answers[index] ?? { answer: 'unavailable', reason: 'the store gave no answer' };
            await print(options.json === true ? `${JSON.stringify({ url: input.text, ...answer })}\n` : `${inWords(answer).padEnd(34)} ${input.text}\n`);
          }
        };
        let batch: { input: InputLine; url: ParsedUrl }[] = [];
        for await (const input of urlLines(args, standardInput(context.signal))) {
          const parsed = readLine(input);
          if (parsed.ok) batch.push({ input, url: parsed.url });
          else {
            context.exit(exitCodes.someFailed);
            sayProblem(args, input, problemSays[parsed.problem]);
          }
          if (batch.length === batchUrls) {
            await ask(batch);
            batch = [];
          }
        }
        if (batch.length > 0) await ask(batch);
      });
    });

const inWords = (answer: LookupAnswer): string => {
  switch (answer.answer) {
    case 'listed': return `listed: ${answer.listing.threat} (${answer.listing.scope})`;
    case 'not-listed': return 'not listed';
    case 'stale': return answer.listing === null ? 'stale: not listed last' : `stale: listed last, ${answer.listing.threat}`;
    case 'unavailable': return `unavailable: ${answer.reason}`;
    default: return answer satisfies never;
  }
};
