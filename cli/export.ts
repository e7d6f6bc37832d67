import { Argument, Command } from 'commander';
import { exportFormats } from '../reputation/formats/index.ts';
import { addSettings, openLog, settingsOf, type CliContext } from './context.ts';
import { print } from './output.ts';
import { openStores, requireSystem } from './stores.ts';

export const exportCommand = (context: CliContext): Command =>
  addSettings(new Command('export'), ['dataDir', 'redisUrl', 'logLevel'])
    .addArgument(new Argument('<format>', 'how').choices(exportFormats.map(({ name }) => name)))
    .addHelpText('after', `
Formats:
${exportFormats.map(({ name, about }) => `  ${name.padEnd(8)} ${about}`).join('\n')}

Examples:
  $ harrier export hosts > blocked.hosts
  $ harrier export csv | head`)
    .action(async (name: string, options: object) => {
      const settings = settingsOf(context, { ...options });
      const format = exportFormats.find((known) => known.name === name);
      if (format === undefined) return;
      requireSystem(settings);
      const stores = await openStores(settings, context.env, context.now, openLog(settings));
      try {
        for await (const line of format.lines(stores.reputation.listings(), { nowMs: context.now() })) {
          context.signal.throwIfAborted();
          await print(`${line}${format.lineEnd}`);
        }
      } finally {
        await stores.close();
      }
    });
