import { Command, InvalidArgumentError, Option } from 'commander';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { eml } from '../intake/sources/eml.ts';
import { readSource, sources, type Source, type SourceItem } from '../intake/sources/index.ts';
import { submitStream } from '../intake/submit-stream.ts';
import type { Priority } from '../records/index.ts';
import { addSettings, openLog, settingsOf, type CliContext } from './context.ts';
import { CommandError, exitCodes } from './exit.ts';
import { fileInput, standardInput } from './input.ts';
import { openProgress } from './progress.ts';
import { openStores, sayWhoVisits } from './stores.ts';

/** Problems beyond these are counted, not shown: a feed of a million bad lines must not fill the terminal. */
const shownProblems = 50;

export const seedCommand = (context: CliContext): Command =>
  addSettings(new Command('seed'), ['dataDir', 'redisUrl', 'labMap', 'redaction', 'logLevel'])
    .argument('<file>', 'a file, a Maildir, or - for standard input; gzip is unpacked')
    .option('--source <name>', 'kind of source, never a person', readSourceName, 'cli')
    .addOption(new Option('--priority <0-3>', '0 is visited first').choices(['0', '1', '2', '3']).default('2'))
    .addOption(new Option('--format <name>', 'instead of recognising it').choices(sources.map(({ name }) => name)))
    .addHelpText('after', `
A line that can't be read is reported with its number and skipped. Giving a file twice is harmless.

Examples:
  $ harrier seed urls.txt
  $ harrier seed urlhaus.csv.gz --source feed:urlhaus --priority 1
  $ harrier seed Maildir/ --source mail:abuse
  $ curl -s https://feed.example/list | harrier seed -`)
    .action(async (file: string, options: { readonly source: string; readonly priority: string; readonly format?: string }) => {
      const settings = settingsOf(context, options);
      const stores = await openStores(settings, context.env, context.now, openLog(settings));
      const progress = openProgress('read');
      const name = file === '-' ? 'standard input' : file;
      let problems = 0;
      try {
        const totals = await submitStream(stores.door, itemsOf(file, sources.find(({ name }) => name === options.format) ?? null, context.signal), {
          source: options.source,
          priority: Number(options.priority) as Priority, // one of the choices
          trust: 0.5,
          now: context.now,
          onProgress: ({ read }) => { progress.done(read); },
          onProblem: ({ line, says, url }) => {
            problems += 1;
            if (problems <= shownProblems) process.stderr.write(`harrier: ${name}:${line}: ${says}${url === null ? '' : ` (${JSON.stringify(url.slice(0, 80))})`}\n`);
          },
        });
        progress.stop();
        if (problems > shownProblems) process.stderr.write(`harrier: ${name}: ${problems - shownProblems} more lines were not taken\n`);
        process.stdout.write(`${totals.fresh} new, ${totals.known} known before, ${totals.refused} not taken${totals.redacted === 0 ? '' : `, ${totals.redacted} with private parts taken out`}\n`);
        if (totals.fresh > 0) sayWhoVisits(stores);
        if (totals.refused > 0) context.exit(exitCodes.someFailed);
      } finally {
        progress.stop();
        await stores.close();
      }
    });

/** Everything of a file, of standard input, or of each mail of a Maildir; there `line` counts the mails. */
async function* itemsOf(file: string, format: Source | null, signal: AbortSignal): AsyncGenerator<SourceItem> {
  const mails = file === '-' ? null : mailsOf(file);
  if (mails === null) { yield* readSource(file === '-' ? standardInput(signal) : fileInput(file, signal), format); return; }
  for (const [index, mail] of mails.entries()) for await (const item of readSource(fileInput(mail, signal), eml)) yield { ...item, line: index + 1 };
}

/** The files of a Maildir (its new/ and cur/), in order; null where it is no folder. Throws CommandError for another folder. */
const mailsOf = (folder: string): string[] | null => {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return null;
  const parts = ['new', 'cur'].map((part) => path.join(folder, part)).filter((part) => existsSync(part));
  if (parts.length === 0) throw new CommandError(exitCodes.usage, `${folder} is a folder, and no Maildir (it has neither new/ nor cur/). Give a file, or the folder that holds those two.`);
  return parts.flatMap((part) => readdirSync(part, { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => path.join(part, name)).sort());
};

const readSourceName = (text: string): string => {
  if (!/^[a-z0-9][a-z0-9:._-]{0,63}$/.test(text)) throw new InvalidArgumentError('A source is up to 64 lower-case letters, digits and ":._-", such as feed:urlhaus.');
  return text;
};
