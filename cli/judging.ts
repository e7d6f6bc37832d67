import { readFileSync } from 'node:fs';
import { loadBrands } from '../classifiers/brands.ts';
import type { Judge } from '../classifiers/contract.ts';
import { createJudge } from '../classifiers/judge.ts';
import { loadPolicy } from '../classifiers/policy.ts';
import type { Settings } from '../config/settings.ts';
import { readGiven } from './context.ts';
import { CommandError, exitCodes } from './exit.ts';

/** The dated data that ships with Harrier, by file name in config/data. */
export const shippedData = (name: string): unknown => JSON.parse(readFileSync(new URL(`../config/data/${name}.json`, import.meta.url), 'utf8'));

/** A JSON file that the user named. Throws CommandError that names it. */
export const givenJson = (file: string, what: string): unknown => {
  const text = readGiven(file, what);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(exitCodes.usage, `the ${what} ${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
};

/** The judge with the shipped policy and catalogue, and the user's own brands. */
export const openJudge = (settings: Settings): Judge => {
  const own = settings.brands === null ? null : givenJson(settings.brands, 'brand file');
  return createJudge({ policy: loadPolicy(shippedData('policy')), brands: loadBrands(shippedData('brands'), own) });
};
