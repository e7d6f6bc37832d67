import { Command } from 'commander';
import { addSettings, type CliContext } from './context.ts';
import { CommandError, exitCodes } from './exit.ts';
import { standardInput, urlLines } from './input.ts';
import { refusalSentences } from '../intake/door.ts';
import { parseUrl } from '../url/index.ts';
import { print } from './output.ts';
import { sayWhoVisits, withSystem } from './stores.ts';
import { problemSays, sayProblem } from './url-problem.ts';

export const recrawlCommand = (context: CliContext): Command =>
  nowCommand(context, 'recrawl').addCommand(nowCommand(context, 'now')).addCommand(dueCommand(context)).addCommand(planCommand(context));

/** What is visited next, about in order. */
const dueCommand = (context: CliContext): Command =>
  addSettings(new Command('due').exitOverride().description('what is visited next, and when'), ['dataDir', 'redisUrl', 'logLevel'])
    .option('--max <number>', 'at most so many', '50').option('--json', 'print one JSON line a URL')
    .action(async (options: { readonly max: string; readonly json?: true }) => {
      const max = Number(options.max);
      if (!Number.isInteger(max) || max < 1 || max > 1000) throw new CommandError(exitCodes.usage, '--max must be a whole number from 1 to 1000');
      await withSystem(context, options, async ({ frontier }) => {
        for (const record of await frontier.upcoming(max)) await print(options.json === true ? `${JSON.stringify(record)}\n` : `${whenOf(record.dueAtMs)}  ${record.lane.padEnd(6)}  ${record.url}\n`);
      });
    });

/** Where one URL stands, and when it is visited next. */
const planCommand = (context: CliContext): Command =>
  addSettings(new Command('plan').exitOverride().description('when URLs are visited next, and what the last visit said'), ['dataDir', 'redisUrl', 'logLevel'])
    .argument('<url...>').option('--json', 'print one JSON line a URL')
    .action(async (urls: string[], options: { readonly json?: true }) => {
      await withSystem(context, options, async ({ frontier, reputation }) => {
        for (const text of urls) {
          const parsed = parseUrl(text);
          if (!parsed.ok) {
            context.exit(exitCodes.someFailed);
            process.stderr.write(`harrier: ${text.slice(0, 300)}: ${problemSays[parsed.problem]}\n`);
            continue;
          }
          const [record, verdict] = await Promise.all([frontier.get(parsed.url.key), reputation.verdictOf(parsed.url.key)]);
          if (record === null) context.exit(exitCodes.someFailed);
          await print(options.json === true
            ? `${JSON.stringify({ url: text, record, verdict: verdict === null ? null : { verdict: verdict.verdict, why: verdict.why, threat: verdict.threat, score: verdict.score, atMs: verdict.atMs } })}\n`
            : `${record === null ? 'not known' : record.state === 'buried' ? `given up (${record.buried ?? 'unknown'})` : whenOf(record.dueAtMs)}  ${verdict === null ? 'never judged' : `${verdict.verdict} ${whenOf(verdict.atMs)}`}  ${parsed.url.visit}\n`);
        }
      });
    });

const whenOf = (atMs: number | null): string => (atMs === null ? 'never       ' : `${new Date(atMs).toISOString().slice(0, 16)}Z`);

const nowCommand = (context: CliContext, name: 'recrawl' | 'now'): Command =>
  addSettings(new Command(name).exitOverride(), ['dataDir', 'redisUrl', 'logLevel'])
    .argument('[url...]', 'URLs; without any, standard input is read, one a line')
    .addHelpText('after', `
They go before all other work. A URL that was not known yet becomes known.

Examples:
  $ harrier recrawl http://suspicious.example/pay
  $ harrier export plain | harrier recrawl
  $ harrier recrawl due --max 20
  $ harrier recrawl plan http://suspicious.example/pay`)
    .action(async (args: string[], options: object) => {
      await withSystem(context, options, async (stores) => {
        let due = 0;
        for await (const input of urlLines(args, standardInput(context.signal))) {
          const [outcome] = !input.isUtf8 ? [null] : await stores.door.submit([{ url: input.text, source: 'cli', atMs: context.now(), trust: 1, priority: 0 }], { revive: true });
          if (outcome?.outcome === 'accepted') due += 1;
          else {
            context.exit(exitCodes.someFailed);
            sayProblem(args, input, outcome === null ? problemSays['not-utf8'] : outcome === undefined ? 'the door gave no answer' : refusalSentences[outcome.reason]);
          }
        }
        process.stdout.write(`${due} due now\n`);
        if (due > 0) sayWhoVisits(stores);
      });
    });
