import { readLabels, type Label } from '../classifiers/evaluation/labels.ts';
import type { EvidenceStore } from '../evidence/contract.ts';
import type { Capture } from '../records/index.ts';
import { readGiven, type CliContext } from './context.ts';
import { CommandError, exitCodes } from './exit.ts';

/** The labels of a file; every line that is wrong is said on standard error. Throws CommandError where none is left. */
export const labelsOf = (context: CliContext, file: string): readonly Label[] => {
  const read = readLabels(readGiven(file, 'labels file'));
  for (const { line, says } of read.problems) process.stderr.write(`harrier: ${file}, line ${line}: ${says}\n`);
  if (read.problems.length > 0) context.exit(exitCodes.someFailed);
  if (read.labels.length === 0) throw new CommandError(exitCodes.usage, `${file} has no labelled URL`);
  return read.labels;
};

/** Captures of one URL that are looked at: a visit, its second look, and what a scan before left. */
const maxCaptures = 3;

/** The newest captures of a labelled URL, oldest first, without the picture. */
export const capturesOf = async (label: Label, evidence: EvidenceStore): Promise<{ readonly key: string; readonly capture: Capture }[]> => {
  const captures: { readonly key: string; readonly capture: Capture }[] = [];
  for (const key of (await evidence.keysOf(label.url.key, maxCaptures)).reverse()) {
    const capture = await evidence.get(key, { without: ['screenshot'] });
    if (capture !== null) captures.push({ key, capture });
  }
  return captures;
};
