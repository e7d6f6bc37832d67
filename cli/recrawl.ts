import { Command } from 'commander';
import { addSettings, openLog, settingsOf, type CliContext } from './context.ts';
import { exitCodes } from './exit.ts';
import { urlLines } from './input.ts';
import { refusalSentences } from '../intake/door.ts';
import { openStores } from './stores.ts';

export const recrawlCommand = (context: CliContext): Command =>
  addSettings(new Command('recrawl'), ['dataDir', 'redisUrl', 'logLevel'])
    .description('makes known URLs due for another visit now')
    .argument('[url...]', 'URLs; without any, standard input is read, one a line')
    .addHelpText('after', `
They go before all other work. A URL that was not known yet becomes known.

Examples:
  $ harrier recrawl http://suspicious.example/pay
  $ harrier export plain | harrier recrawl`)
    .action(async (args: string[], options: object) => {
      const settings = settingsOf(context, { ...options });
      const stores = await openStores(settings, context.env, context.now, openLog(settings));
      let due = 0;
      try {
        for await (const input of urlLines(args, process.stdin)) {
          const [outcome] = await stores.door.submit([{ url: input.text, source: 'cli', atMs: context.now(), trust: 1, priority: 0 }], { revive: true });
          if (outcome?.outcome === 'accepted') due += 1;
          else {
            context.exit(exitCodes.someFailed);
            process.stderr.write(`harrier: ${args.length === 0 ? 'line' : 'argument'} ${input.number}: ${outcome === undefined ? 'the door gave no answer' : refusalSentences[outcome.reason]}\n`);
          }
        }
        process.stdout.write(`${due} due now\n`);
      } finally {
        await stores.close();
      }
    });
