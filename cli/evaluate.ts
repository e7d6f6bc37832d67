import path from 'node:path';
import { Command } from 'commander';
import { loadPolicy } from '../classifiers/policy.ts';
import { clocked } from '../classifiers/evaluation/timing.ts';
import { evaluate, type Judged } from '../classifiers/evaluation/evaluate.ts';
import { judgeCaptures } from '../classifiers/evaluation/judge-captures.ts';
import type { Label } from '../classifiers/evaluation/labels.ts';
import { reportOf } from '../classifiers/evaluation/report.ts';
import type { Judge } from '../classifiers/contract.ts';
import type { EvidenceStore } from '../evidence/contract.ts';
import { openEvidence } from '../evidence/store.ts';
import type { Settings } from '../config/settings.ts';
import { requireMachine } from './doctor.ts';
import { addSettings, settingsOf, type CliContext } from './context.ts';
import { CommandError, exitCodes } from './exit.ts';
import type { InputLine } from './input.ts';
import { openDetectors, openJudge } from './judging.ts';
import { print } from './output.ts';
import { capturesOf, labelsOf } from './labelled-captures.ts';
import { openProgress } from './progress.ts';
import { openDecisions } from '../reputation/review/decisions.ts';
import type { Decision } from '../reputation/review/contract.ts';
import { agreementOf, agreementText, capturesDecided, labelsOfDecisions, standingDecisions } from './reviewed.ts';
import { keyPrefix, withSystem } from './stores.ts';
import { runScan } from './scan-run.ts';
import { givenData } from './shipped-data.ts';
import { makeTempFolder, removeTempFolder } from './temp-folder.ts';

interface EvaluateOptions {
  readonly captures?: string;
  readonly lab?: string;
  readonly labels?: string;
  readonly policy?: string;
  readonly reviewed?: true;
  readonly json?: true;
}

export const evaluateCommand = (context: CliContext): Command =>
  addSettings(new Command('evaluate'), ['dataDir', 'redisUrl', 'brands', 'urlModel', 'rulesDir', 'renderConcurrency', 'probeConcurrency', 'visitMs', 'dwellMs', 'visitBytes', 'chromium', 'browserUser', 'logLevel'])
    .option('--captures <folder>', 'judge the captures kept there by `harrier scan --evidence` (or by an earlier --lab run)')
    .option('--lab <folder>', 'visit a lab web first: the folder holds lab.map, ca.pem and urls.tsv; with --captures what is seen is kept there')
    .option('--labels <file>', 'URL, malicious or benign, threat, source, group; tabs between. Without it: urls.tsv of --lab')
    .option('--reviewed', 'compare with what people decided in the system of --data-dir, by the captures that they saw')
    .option('--policy <file>', 'another policy: what it would change is listed')
    .option('--json', 'print everything as one JSON document')
    .addHelpText('after', `
Says recall by threat and source, every false positive and miss with its reasons, recall at fixed
false-positive rates with confidence intervals, calibration, and processor time by detector.
A labelled URL without a capture counts as missed.

Examples:
  $ harrier scan --json --evidence seen --lab-map lab.map --lab-ca ca.pem < urls.txt > verdicts.ndjson
  $ harrier evaluate --captures seen --labels urls.tsv
  $ harrier evaluate --captures seen --labels urls.tsv --policy stricter.json
  $ harrier evaluate --reviewed --policy candidate.json
  $ harrier evaluate --lab lab/ --captures seen --json > evaluation.json`)
    .action(async (options: EvaluateOptions) => {
      const settings = settingsOf(context, { ...options });
      const decided = options.reviewed === true ? await decisionsOf(context, options) : null;
      const labels = decided === null ? truthOf(context, options) : labelsOfDecisions(decided);
      const clock = clocked(openDetectors(settings), cpuMs);
      const judge = openJudge(settings, { detectors: clock.detectors });
      const policy = options.policy === undefined ? null : givenData(options.policy, 'policy', 'policy', loadPolicy);
      const second = policy === null ? null : openJudge(settings, { policy });
      const kept = decided === null ? options.captures : path.join(settings.dataDir, 'evidence');
      const folder = kept ?? await makeTempFolder();
      try {
        const evidence = openEvidence({ dir: folder });
        if (options.lab !== undefined) await visitAll(context, { ...settings, labMap: path.join(options.lab, 'lab.map'), labCa: path.join(options.lab, 'ca.pem') }, labels, evidence);
        const judged = await judgeAll(labels, { judge, second }, decided === null ? (label) => capturesOf(label, evidence) : capturesDecided(decided, evidence), context.signal);
        const evaluation = evaluate(judged, clock.times);
        if (evaluation.judged === 0) throw new CommandError(exitCodes.someFailed, `none of the ${labels.length} labelled URLs has a capture in ${folder}. Make some with: harrier scan --evidence ${folder} ...`);
        const agreement = decided === null ? null : agreementOf(decided);
        await print(options.json === true ? `${JSON.stringify(agreement === null ? evaluation : { ...evaluation, agreement })}\n` : `${agreement === null ? '' : agreementText(agreement)}${reportOf(evaluation)}`);
      } finally {
        if (kept === undefined) await removeTempFolder(folder);
      }
    });

/** Throws CommandError where nobody has decided anything. */
const decisionsOf = (context: CliContext, options: EvaluateOptions): Promise<Decision[]> => withSystem(context, options, async ({ client }) => {
  const decisions = await standingDecisions(openDecisions(client, keyPrefix));
  if (decisions.length === 0) throw new CommandError(exitCodes.someFailed, 'nobody has decided anything yet, or only "not sure". Decide in the console under Review, or with "harrier review decide".');
  return decisions;
});

const truthOf = (context: CliContext, { captures, lab, labels }: EvaluateOptions): readonly Label[] => {
  if (captures === undefined && lab === undefined) throw new CommandError(exitCodes.usage, 'name the captures to judge (--captures) or a lab web to visit (--lab)');
  const file = labels ?? (lab === undefined ? undefined : path.join(lab, 'urls.tsv'));
  if (file === undefined) throw new CommandError(exitCodes.usage, 'name the truth to compare with (--labels)');
  return labelsOf(context, file);
};

/** Every labelled URL through the lanes, into the evidence. */
const visitAll = async (context: CliContext, settings: Settings, labels: readonly Label[], evidence: EvidenceStore): Promise<void> => {
  await requireMachine(settings, context.env, ['browser', 'setpriv']);
  const progress = openProgress('visited');
  progress.total(labels.length);
  let done = 0;
  try {
    await runScan(context, settings, {
      lines: () => linesOf(labels),
      unsafeNoSandbox: false,
      evidence,
      emit: async () => { progress.done(++done); return Promise.resolve(); },
    });
  } finally {
    progress.stop();
  }
};

// eslint-disable-next-line @typescript-eslint/require-await -- the scan reads lines as they come; these are all there
async function* linesOf(labels: readonly Label[]): AsyncGenerator<InputLine> {
  for (const [index, { given }] of labels.entries()) yield { number: index + 1, text: given, isUtf8: true };
}

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const judgeAll = async (labels: readonly Label[], { judge, second }: { readonly judge: Judge; readonly second: Judge | null }, capturesFor: (label: Label) => ReturnType<typeof capturesOf>, signal: AbortSignal): Promise<Judged[]> => {
  const progress = openProgress('judged');
  progress.total(labels.length);
  const judged: Judged[] = [];
  try {
    for (const label of labels) {
      signal.throwIfAborted();
      const captures = await capturesFor(label);
      const startedMs = cpuMs();
      const verdict = judgeCaptures(captures, judge);
      const ms = verdict === null ? null : cpuMs() - startedMs;
      judged.push({ label, verdict, ms, second: second === null ? null : judgeCaptures(captures, second) });
      progress.done(judged.length);
    }
  } finally {
    progress.stop();
  }
  return judged;
};
