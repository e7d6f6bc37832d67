import { Command } from 'commander';
import { addSettings, openLog, settingsOf, type CliContext } from './context.ts';
import { exitCodes } from './exit.ts';
import { standardInput, urlLines } from './input.ts';
import { refusalSentences } from '../intake/door.ts';
import { openStores, requireSystem, sayWhoVisits } from './stores.ts';
import { problemSays, sayProblem } from './url-problem.ts';

export const recrawlCommand = (context: CliContext): Command =>
  addSettings(new Command('recrawl'), ['dataDir', 'redisUrl', 'logLevel'])
    .argument('[url...]', 'URLs; without any, standard input is read, one a line')
    .addHelpText('after', `
They go before all other work. A URL that was not known yet becomes known.

Examples:
  $ harrier recrawl http://suspicious.example/pay
  $ harrier export plain | harrier recrawl`)
    .action(async (args: string[], options: object) => {
      const settings = settingsOf(context, { ...options });
      requireSystem(settings);
      const stores = await openStores(settings, context.env, context.now, openLog(settings));
      let due = 0;
      try {
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
      } finally {
        await stores.close();
      }
    });
