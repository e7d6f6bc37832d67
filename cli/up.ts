import { once } from 'node:events';
import { Command } from 'commander';
import { settingNames } from '../config/settings.ts';
import { addSettings, openLog, settingsOf, type CliContext } from './context.ts';
import { requireMachine } from './doctor.ts';
import { startSystem } from './system.ts';

export const upCommand = (context: CliContext): Command =>
  addSettings(new Command('up'), settingNames)
    .option('--unsafe-no-sandbox', "turn Chromium's sandbox off; never for pages you don't trust")
    .addHelpText('after', `
It stays until Ctrl-C. Killed in whatever way, it goes on at the next start where it was: nothing accepted is lost.

Examples:
  $ harrier up
  $ harrier up --port 9000 --data-dir /var/lib/harrier
  $ REDIS_URL=redis://10.0.0.5 harrier up`)
    .action(async (options: { readonly unsafeNoSandbox?: true }) => {
      const settings = settingsOf(context, options);
      await requireMachine(settings, context.env, ['redis', 'browser', 'setpriv']);
      const system = await startSystem(settings, context, openLog(settings), options.unsafeNoSandbox === true ? ['--unsafe-no-sandbox'] : []);
      process.stdout.write(`Harrier is up. Console and API: ${system.url}/  Data: ${settings.dataDir}  Ctrl-C ends it.\n`);
      const link = await system.firstKeyLink();
      if (link !== null) process.stdout.write(`No key yet, so that everybody on this machine may write. Make the administrator's (works once, for an hour): ${link}\n`);
      try {
        if (!context.signal.aborted) await once(context.signal, 'abort');
        process.stdout.write('Stopping; visits under way get a few seconds to end.\n');
      } finally {
        await system.close();
      }
    });
