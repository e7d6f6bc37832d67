import type { Evaluation, Mistake, Row, Times } from './evaluate.ts';
import type { Share } from './measures.ts';
import { plain } from '../finding.ts';

/** An evaluation as a person reads it in a terminal. URLs are given as the labels file has them, control characters taken out. */
export const reportOf = (evaluation: Evaluation): string => [
  `${evaluation.judged} of ${evaluation.labelled} labelled URLs judged. Recall ${percent(evaluation.recall)}.`,
  '',
  'Malicious, by threat',
  ...evaluation.byCategory.filter(({ malicious }) => malicious).map(rowLine),
  'Malicious, by threat and source',
  ...evaluation.bySource.filter(({ malicious }) => malicious).map(rowLine),
  'Benign, by kind and source',
  ...evaluation.bySource.filter(({ malicious }) => !malicious).map(rowLine),
  '',
  ...evaluation.falsePositiveRates.map(({ group, rate }) => `False positives (${group}): ${percent(rate)}`),
  ...evaluation.falsePositives.flatMap(mistakeLines),
  `Suspicious of the benign: ${percent(evaluation.suspiciousBenign)}`,
  ...evaluation.suspiciousBenignPages.flatMap(mistakeLines),
  '',
  ...evaluation.recallAt.map(({ rate, threshold, ...recall }) => `Recall at a false-positive rate of ${rate}: ${percent(recall)}${Number.isFinite(threshold) ? `, scores from ${threshold.toFixed(4)} on` : ''}`),
  `Calibration error ${evaluation.calibration.error.toFixed(4)}`,
  ...evaluation.calibration.bins.filter(({ count }) => count > 0).map(({ from, count, meanScore, malicious }) => `  scores from ${from.toFixed(1)}: ${count} URLs, mean score ${meanScore.toFixed(3)}, malicious ${malicious.toFixed(3)}`),
  '',
  'Processor time',
  ...[evaluation.judgement, ...evaluation.detectors].map(timeLine),
  ...evaluation.failedDetectors.map(({ name, count }) => `Detector ${name} failed on ${count} captures`),
  ...secondLines(evaluation),
  '',
  `Misses (${evaluation.misses.length})`,
  ...evaluation.misses.flatMap(mistakeLines),
  '',
].join('\n');

const percent = ({ count, of, share, low, high }: Share): string => `${(share * 100).toFixed(2)} % (${count} of ${of}; 95 %: ${(low * 100).toFixed(2)} to ${(high * 100).toFixed(2)})`;

const rowLine = ({ malicious, category, source, count, verdicts, caught }: Row): string => {
  const others = Object.entries(verdicts).filter(([, number]) => number > 0).map(([kind, number]) => `${kind} ${number}`).join(', ');
  return `  ${plain(`${category}${source === '' ? '' : ` / ${source}`}`, 60).padEnd(52)} ${String(count).padStart(5)}  ${malicious ? `${(caught.share * 100).toFixed(1).padStart(5)} %  ` : ''}${others}`;
};

const mistakeLines = ({ url, category, source, group, verdict, score, reasons }: Mistake): string[] => [
  `  ${verdict} ${score.toFixed(3)}  ${plain(url, 120)}  [${plain(`${category}, ${source}${group === '-' ? '' : `, ${group}`}`, 80)}]`,
  ...reasons.slice(0, 4).map((reason) => `      ${plain(reason, 200)}`),
];

const timeLine = ({ name, medianMs, p99Ms, maxMs }: Times): string => `  ${name.padEnd(24)} median ${medianMs.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms, most ${maxMs.toFixed(1)} ms`;

const maxChanges = 60;

const secondLines = ({ second, falsePositives }: Evaluation): string[] => {
  if (second === null) return [];
  return [
    '',
    `Policy ${second.policy}: recall ${percent(second.recall)}, false positives ${second.falsePositives} (now ${falsePositives.length}), ${second.changes.length} verdicts change`,
    ...second.changes.slice(0, maxChanges).map(({ url, malicious, category, from, to, scoreFrom, scoreTo }) => `  ${from} ${scoreFrom.toFixed(3)} > ${to} ${scoreTo.toFixed(3)}  ${malicious ? plain(category, 30) : 'benign'}  ${plain(url, 120)}`),
    ...(second.changes.length > maxChanges ? [`  and ${second.changes.length - maxChanges} more (--json has them all)`] : []),
  ];
};
