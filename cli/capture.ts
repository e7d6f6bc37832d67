import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { readCaptureKey } from '../evidence/capture-key.ts';
import type { CaptureKey, EvidenceStore } from '../evidence/contract.ts';
import { EvidenceDamaged } from '../evidence/errors.ts';
import { evidenceFormats, type EvidenceFormat } from '../evidence/export/index.ts';
import { openEvidence } from '../evidence/store.ts';
import type { Capture } from '../records/index.ts';
import { parseUrl } from '../url/index.ts';
import { captureText } from './capture-text.ts';
import { addSettings, settingsOf, type CliContext } from './context.ts';
import { CommandError, exitCodes } from './exit.ts';
import { print } from './output.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

type Options = { readonly [K in EvidenceFormat['name']]?: true } & { readonly out?: string; readonly evidence?: string };

export const captureCommand = (context: CliContext): Command => {
  const command = addSettings(new Command('capture'), ['dataDir'])
    .argument('<key>', "a capture's key, or a URL: then its newest capture")
    .option('--evidence <folder>', 'the folder that "scan --evidence" wrote; without it, the one of the data folder')
    .option('--out <file>', 'write there instead of to standard output');
  for (const { name, about } of evidenceFormats) command.option(`--${name}`, about);
  return command.addHelpText('after', `
Without a format it says in words what the visit saw. The files hold what a hostile page sent: open them only in tools made for that.

Examples:
  $ harrier capture 0mabcdefg-AAAAAAAAAAAAAAAAAAAAAA
  $ harrier capture http://suspicious.example/pay --wacz --out page.wacz
  $ harrier capture http://suspicious.example/pay --har | head`)
    .action(async (given: string, options: Options) => {
      const wanted = evidenceFormats.filter(({ name }) => options[name] === true);
      if (wanted.length > 1) throw new CommandError(exitCodes.usage, `one format at a time: ${wanted.map(({ name }) => `--${name}`).join(' or ')}.`);
      const format = wanted[0] ?? null;
      if (format !== null && format.name !== 'har' && options.out === undefined && process.stdout.isTTY) throw new CommandError(exitCodes.usage, `a ${format.name.toUpperCase()} is no text for a terminal: name a file with --out.`);
      const dir = options.evidence ?? path.join(settingsOf(context, options).dataDir, 'evidence');
      const { key, capture } = await find(openEvidence({ dir }), given, dir);
      const content = format === null ? Buffer.from(captureText(key, capture)) : await format.write(capture, version);
      if (options.out === undefined) await print(format === null || format.name === 'har' ? content.toString() : content);
      else writeGiven(options.out, content);
    });
};

const find = async (evidence: EvidenceStore, given: string, dir: string): Promise<{ readonly key: CaptureKey; readonly capture: Capture }> => {
  const parsed = parseUrl(given);
  const key = readCaptureKey(given) ?? (parsed.ok ? (await evidence.keysOf(parsed.url.key, 1))[0] ?? null : null);
  if (key === null && !parsed.ok) throw new CommandError(exitCodes.usage, `"${given.slice(0, 80)}" is neither a capture's key nor a URL.`);
  try {
    const capture = key === null ? null : await evidence.get(key);
    if (key !== null && capture !== null) return { key, capture };
  } catch (error) {
    if (error instanceof EvidenceDamaged) throw new CommandError(exitCodes.someFailed, `the capture can't be read: ${error.message}. Have the URL visited again with "harrier recrawl".`);
    throw error;
  }
  throw new CommandError(exitCodes.someFailed, `there is no capture of "${given.slice(0, 80)}" in ${path.resolve(dir)}: it was never visited, or retention took it.`);
};

const writeGiven = (file: string, content: Buffer): void => {
  try {
    writeFileSync(file, content, { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(exitCodes.usage, code === 'EEXIST' ? `${file} is there already; name another file, or remove it.` : `${file} can't be written (${code ?? String(error)}).`);
  }
};
