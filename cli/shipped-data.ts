import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ZodError } from 'zod';
import { readGiven } from './context.ts';
import { CommandError, exitCodes } from './exit.ts';

/** Problems of one file that are shown. */
const shownProblems = 10;

/** The dated data that ships with Harrier, by file name in config/data. */
export const shippedData = (name: string): unknown => JSON.parse(readFileSync(new URL(`../config/data/${name}.json`, import.meta.url), 'utf8'));

/** The catalogue of brands that ships with Harrier. */
export const brandsFile = fileURLToPath(new URL('../config/data/brands.json', import.meta.url));

/** The URL model that ships with Harrier; its card lies beside it. */
export const urlModelFile = fileURLToPath(new URL('../classifiers/model/url-model.bin', import.meta.url));

/** A JSON file that the user named, as `parse` reads it; `like` names the shipped file of the same form. Throws CommandError that names the file and every place that is wrong. */
export const givenData = <T>(file: string, what: string, like: string, parse: (json: unknown) => T): T => {
  const text = readGiven(file, what);
  try {
    return parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw new CommandError(exitCodes.usage, `the ${what} ${file} is no JSON: ${error.message}`);
    if (error instanceof ZodError) throw new CommandError(exitCodes.usage, `the ${what} ${file} is not of the form of ${like.includes(' ') ? like : `config/data/${like}.json`}:\n${placesOf(error.issues)}`);
    throw error;
  }
};

type Issue = ZodError['issues'][number];

const placesOf = (issues: readonly Issue[]): string =>
  issues.flatMap(nearest).slice(0, shownProblems).map(({ path, message }) => `  ${path.length === 0 ? 'the file' : path.join('.')}: ${message}`).join('\n');

/** Where a file may have one of several forms, the one that it comes closest to: what is wrong with it lies deepest. */
const nearest = (issue: Issue): readonly Issue[] => {
  if (issue.code !== 'invalid_union') return [issue];
  const depth = (issues: readonly Issue[]): number => Math.max(0, ...issues.map(({ path }) => path.length));
  return [...issue.errors].sort((a, b) => depth(b) - depth(a))[0] ?? [issue];
};
