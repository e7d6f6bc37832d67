import { readFileSync } from 'node:fs';
import { parse, YAMLParseError } from 'yaml';
import { ZodError } from 'zod';
import { feedsSchema, type Feed } from '../intake/feeds/index.ts';
import type { Settings } from '../config/settings.ts';
import { readGiven } from './context.ts';
import { CommandError, exitCodes } from './exit.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

/** Who we say we are to publishers of feeds, never to a page. */
export const userAgent = `Harrier/${version}`;

/** What a file of feeds looks like, for help texts. */
export const feedsExample = `- name: urlhaus
  url: https://feed.example/csv_recent/
  everyMinutes: 10
- name: partner
  url: https://partner.example/list.json
  headers: { Authorization: Bearer 0123456789 }
  format: phishtank
  priority: 0`;

/** The feeds of the settings; none where no file is named. Throws CommandError that names every mistake and its place. */
export const feedsOf = ({ feeds: file }: Pick<Settings, 'feeds'>): readonly Feed[] => {
  if (file === null) return [];
  const text = readGiven(file, 'file of feeds');
  try {
    return feedsSchema.parse(parse(text, { maxAliasCount: 0 }) ?? []);
  } catch (error) {
    if (error instanceof YAMLParseError) throw new CommandError(exitCodes.usage, `the file of feeds ${file} is no YAML: ${error.message.split('\n')[0]}`);
    if (error instanceof ZodError) throw new CommandError(exitCodes.usage, `the file of feeds ${file} has mistakes:\n${error.issues.map(({ path, message }) => `  feed ${Number(path[0] ?? 0) + 1}${path.length > 1 ? `, ${path.slice(1).join('.')}` : ''}: ${message}`).join('\n')}`);
    throw error;
  }
};
