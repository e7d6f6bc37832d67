import { exportFormats } from '../../../reputation/formats/index.ts';
import { t0 } from '../verdicts.ts';
import type { Listing } from '../../../records/index.ts';

export async function* stream(listings: readonly Listing[]): AsyncGenerator<Listing> {
  yield* await Promise.resolve(listings);
}

export const linesOf = async (name: string, listings: readonly Listing[], nowMs = t0): Promise<string[]> => {
  const format = exportFormats.find((one) => one.name === name);
  if (format === undefined) throw new Error(`no format ${name}`);
  const lines: string[] = [];
  for await (const line of format.lines(stream(listings), { nowMs })) lines.push(line);
  return lines;
};

export const textOf = async (name: string, listings: readonly Listing[]): Promise<string> => `${(await linesOf(name, listings)).join('\n')}\n`;
