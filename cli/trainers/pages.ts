import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { judgeCaptures } from '../../classifiers/evaluation/judge-captures.ts';
import { measureWays, type PageMeasures, type WayMeasured } from '../../classifiers/model/page-measures.ts';
import type { PageRow } from '../../classifiers/model/page-rows.ts';
import { trainWeights } from '../../classifiers/model/page-weights.ts';
import type { Share } from '../../classifiers/evaluation/measures.ts';
import { loadPolicy } from '../../classifiers/policy.ts';
import { capturesOf, labelsOf } from '../labelled-captures.ts';
import { openEvidence } from '../../evidence/store.ts';
import { addSettings, settingsOf, type CliContext } from '../context.ts';
import { CommandError, exitCodes } from '../exit.ts';
import { openJudge } from '../judging.ts';
import { print } from '../output.ts';
import { policyText } from '../policy-text.ts';
import { openProgress } from '../progress.ts';
import { shippedData } from '../shipped-data.ts';

interface Options {
  readonly captures: string;
  readonly labels: string;
  readonly out?: string;
}

/** Fewer pages of either label say nothing. */
const leastRows = 50;

export const trainPagesCommand = (context: CliContext): Command =>
  addSettings(new Command('harrier train pages'), ['brands', 'rulesDir'])
    .requiredOption('--captures <folder>', 'captures kept by `harrier scan --evidence` or `harrier evaluate --lab ... --captures`')
    .requiredOption('--labels <file>', 'URL, malicious or benign, threat, source; tabs between, as `harrier evaluate` takes it')
    .option('--out <file>', 'where the new policy goes; without it nothing is written, only measured')
    .addHelpText('after', `
Learns how much each signal says. What was given as evidence against a page never gets a weight below zero. Measured by
leaving out one source after another, beside boosted trees over the same signals and the weights as they were given.
Weights start from those that people gave ("given" in the policy, else the weights), so training twice changes nothing.

Examples:
  $ harrier train pages --captures seen --labels urls.tsv
  $ harrier train pages --captures seen --labels urls.tsv --out policy.json
  $ harrier evaluate --captures seen --labels urls.tsv --policy policy.json`)
    .action(async (options: Options) => {
      const settings = settingsOf(context, { ...options });
      const shipped = shippedData('policy') as Record<string, unknown>;
      const policy = loadPolicy(shipped);
      const given = { ...policy.weights, ...policy.given };
      const judge = openJudge(settings);
      const labels = labelsOf(context, options.labels);
      const evidence = openEvidence({ dir: options.captures });
      const progress = openProgress('read');
      progress.total(labels.length);
      const rows: PageRow[] = [];
      for (const [done, label] of labels.entries()) {
        context.signal.throwIfAborted();
        const verdict = judgeCaptures(await capturesOf(label, evidence), judge);
        if (verdict !== null) rows.push({ url: label.given, malicious: label.malicious, category: label.category, source: label.source, signals: [...new Set(verdict.signals.map(({ name }) => name))] });
        progress.done(done + 1);
      }
      progress.stop();
      const bad = rows.filter(({ malicious }) => malicious).length;
      if (bad < leastRows || rows.length - bad < leastRows) throw new CommandError(exitCodes.someFailed, `only ${bad} malicious and ${rows.length - bad} benign pages have captures in ${options.captures}; at least ${leastRows} of each are needed`);
      const measuring = openProgress('sources left out');
      const measures = measureWays(rows, policy, given, (done, of) => { measuring.total(of); measuring.done(done); });
      measuring.stop();
      const learnt = trainWeights({ policy, centre: given, rows });
      await print(reportOf(rows, measures, given, learnt));
      const [asGiven, linear] = measures.ways;
      // What is not better on sources that it has not seen is not taken.
      const better = (linear?.recallAtZero.count ?? 0) > (asGiven?.recallAtZero.count ?? 0);
      await print(better ? 'The learnt weights catch more on sources left out than the given ones.\n' : 'The learnt weights catch no more on sources left out than the given ones, so the given ones stay.\n');
      if (options.out === undefined) return;
      const date = new Date(context.now()).toISOString().slice(0, 10);
      const taken = better ? learnt : given;
      const moved = Object.fromEntries(Object.entries(given).filter(([name, weight]) => taken[name] !== weight));
      const before = /^(.{10})\.(\d+)$/.exec(policy.version);
      const version = `${date}.${before?.[1] === date ? Number(before[2]) + 1 : 1}`;
      writeFileSync(options.out, policyText({ ...shipped, version, weights: { ...policy.weights, ...taken }, given: moved, calibration: measures.calibration }));
      await print(`Written to ${options.out} as policy ${version}.\n`);
    });

const percent = ({ count, of, share, low, high }: Share): string => `${(share * 100).toFixed(2)} % (${count} of ${of}; 95 %: ${(low * 100).toFixed(2)} to ${(high * 100).toFixed(2)})`;

const reportOf = (rows: readonly PageRow[], { ways, verdicts, calibration }: PageMeasures, given: Readonly<Record<string, number>>, learnt: Readonly<Record<string, number>>): string => [
  `${rows.length} pages of ${new Set(rows.map(({ source }) => source)).size} sources. Each source was scored by a model that has not seen it.`,
  '',
  ...ways.map(({ way, recallAtZero, recallAtThousandth }) => `${way.padEnd(28)} recall at no false positive ${percent(recallAtZero)}; at one in a thousand ${percent(recallAtThousandth)}`),
  '',
  `By source, share caught at no false positive: ${ways.map(({ way }) => way).join(' | ')}`,
  ...(ways[0]?.bySource ?? []).map(({ category, source, rows: count }, at) => `  ${`${category} / ${source}`.padEnd(56)} ${String(count).padStart(4)}  ${ways.map((way) => shareIn(way, at)).join(' | ')}`),
  '',
  `Verdicts by the linear weights, at the policy's threshold and with a deed: recall ${percent(verdicts.recall)}, false positives ${percent(verdicts.falsePositives)}, suspicious of the benign ${percent(verdicts.suspiciousBenign)}`,
  `Calibration: ${calibration.map(([logOdds, probability]) => `${logOdds} is ${probability}`).join(', ')}`,
  '',
  'Weights that moved by half or more',
  ...Object.entries(learnt).filter(([name, weight]) => Math.abs(weight - (given[name] ?? 0)) >= 0.5).map(([name, weight]) => `  ${name.padEnd(46)} ${String(given[name] ?? 0).padStart(5)} > ${weight}`),
  '',
].join('\n');

const shareIn = ({ bySource }: WayMeasured, at: number): string => `${((bySource[at]?.caught.share ?? 0) * 100).toFixed(1).padStart(5)} %`;
