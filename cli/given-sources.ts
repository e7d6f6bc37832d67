import { readFileSync } from 'node:fs';
import { parse, YAMLParseError } from 'yaml';
import { ZodError, type z } from 'zod';
import { ctLogsSchema, type CtLog } from '../intake/ct/index.ts';
import { feedsSchema, type Feed } from '../intake/feeds/index.ts';
import { honeypotsSchema, type Honeypot } from '../intake/honeypots/index.ts';
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
export const feedsOf = ({ feeds }: Pick<Settings, 'feeds'>): readonly Feed[] => (feeds === null ? [] : listIn(feeds, 'feed', feedsSchema));

/** The certificate logs of the settings; as `feedsOf`. */
export const ctLogsOf = ({ ctLogs }: Pick<Settings, 'ctLogs'>): readonly CtLog[] => (ctLogs === null ? [] : listIn(ctLogs, 'certificate log', ctLogsSchema));

/** The honeypots of the settings; as `feedsOf`. */
export const honeypotsOf = ({ honeypots }: Pick<Settings, 'honeypots'>): readonly Honeypot[] => (honeypots === null ? [] : listIn(honeypots, 'honeypot', honeypotsSchema));

const listIn = <T>(file: string, what: string, schema: z.ZodType<T[]>): readonly T[] => {
  const text = readGiven(file, `file of ${what}s`);
  try {
    return schema.parse(parse(text, { maxAliasCount: 0 }) ?? []);
  } catch (error) {
    if (error instanceof YAMLParseError) throw new CommandError(exitCodes.usage, `the file of ${what}s ${file} is no YAML: ${error.message.split('\n')[0]}`);
    if (error instanceof ZodError) throw new CommandError(exitCodes.usage, `the file of ${what}s ${file} has mistakes:\n${error.issues.map(({ path, message }) => `  ${what} ${Number(path[0] ?? 0) + 1}${path.length > 1 ? `, ${path.slice(1).join('.')}` : ''}: ${message}`).join('\n')}`);
    throw error;
  }
};
