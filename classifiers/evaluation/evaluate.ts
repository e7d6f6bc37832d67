import type { Verdict, VerdictKind } from '../../records/index.ts';
import { calibrationOf, quantile, recallAt, shareOf, type Bin, type Share } from './measures.ts';
import type { Label } from './labels.ts';

/** A labelled URL and what was made of it. `verdict` is null where there is no capture of it. */
export interface Judged {
  readonly label: Label;
  readonly verdict: Verdict | null;
  /** Processor time of the judgement, null where none was made. */
  readonly ms: number | null;
  /** What a second policy makes of it, null where there is none. */
  readonly second: Verdict | null;
}

export interface Row {
  readonly malicious: boolean;
  readonly category: string;
  readonly source: string;
  readonly count: number;
  readonly verdicts: Readonly<Record<VerdictKind | 'missing', number>>;
  /** Share called malicious. */
  readonly caught: Share;
}

export interface Mistake {
  readonly url: string;
  readonly category: string;
  readonly source: string;
  readonly group: string;
  readonly verdict: VerdictKind;
  readonly score: number;
  /** Signals that weigh, heaviest first: name, weight, sentence. */
  readonly reasons: readonly string[];
}

export interface Times { readonly name: string; readonly medianMs: number; readonly p99Ms: number; readonly maxMs: number; readonly totalMs: number }

export interface Evaluation {
  readonly labelled: number;
  readonly judged: number;
  readonly recall: Share;
  readonly byCategory: readonly Row[];
  readonly bySource: readonly Row[];
  readonly falsePositives: readonly Mistake[];
  /** False positives by the group of the label, "all" first. */
  readonly falsePositiveRates: readonly { readonly group: string; readonly rate: Share }[];
  readonly suspiciousBenign: Share;
  readonly suspiciousBenignPages: readonly Mistake[];
  readonly misses: readonly Mistake[];
  readonly recallAt: readonly (Share & { readonly rate: number; readonly threshold: number })[];
  readonly calibration: { readonly error: number; readonly bins: readonly Bin[] };
  readonly judgement: Times;
  readonly detectors: readonly Times[];
  readonly failedDetectors: readonly { readonly name: string; readonly count: number }[];
  readonly second: Second | null;
}

/** What the second policy would change. */
export interface Second {
  readonly policy: string;
  readonly recall: Share;
  readonly falsePositives: number;
  readonly changes: readonly { readonly url: string; readonly malicious: boolean; readonly category: string; readonly source: string; readonly from: VerdictKind; readonly to: VerdictKind; readonly scoreFrom: number; readonly scoreTo: number }[];
}

export const rates = [0, 1e-4, 1e-3, 1e-2] as const;

export const evaluate = (judged: readonly Judged[], times: ReadonlyMap<string, readonly number[]>): Evaluation => {
  const seen = judged.flatMap(({ label, verdict, second }) => (verdict === null ? [] : [{ label, verdict, second }]));
  const scored = seen.map(({ label, verdict }) => ({ score: verdict.score, malicious: label.malicious }));
  const bad = judged.filter(({ label }) => label.malicious);
  const benign = seen.filter(({ label }) => !label.malicious);
  const wrong = benign.filter(({ verdict }) => verdict.verdict === 'malicious');
  const suspicious = benign.filter(({ verdict }) => verdict.verdict === 'suspicious');
  const groups = [...new Set(benign.map(({ label }) => label.group))].sort();
  const failed = new Map<string, number>();
  for (const { verdict } of seen) for (const name of verdict.failedDetectors) failed.set(name, (failed.get(name) ?? 0) + 1);
  return {
    labelled: judged.length,
    judged: seen.length,
    recall: shareOf(bad.filter(({ verdict }) => verdict?.verdict === 'malicious').length, bad.length),
    byCategory: rowsOf(judged, ({ label }) => label.category),
    bySource: rowsOf(judged, ({ label }) => `${label.category}\t${label.source}`),
    falsePositives: wrong.map(mistake),
    falsePositiveRates: [{ group: 'all', rate: shareOf(wrong.length, benign.length) }, ...groups.filter((group) => group !== '-').map((group) => ({
      group, rate: shareOf(wrong.filter(({ label }) => label.group === group).length, benign.filter(({ label }) => label.group === group).length),
    }))],
    suspiciousBenign: shareOf(suspicious.length, benign.length),
    suspiciousBenignPages: suspicious.map(mistake),
    misses: seen.filter(({ label, verdict }) => label.malicious && verdict.verdict !== 'malicious').map(mistake),
    recallAt: rates.map((rate) => ({ rate, ...recallAt(scored, rate) })),
    calibration: calibrationOf(scored),
    judgement: timesOf('judgement', judged.flatMap(({ ms }) => ms ?? [])),
    detectors: [...times].map(([name, all]) => timesOf(name, all)).sort((a, b) => b.totalMs - a.totalMs),
    failedDetectors: [...failed].map(([name, count]) => ({ name, count })),
    second: secondOf(seen),
  };
};

const rowsOf = (judged: readonly Judged[], keyOf: (one: Judged) => string): Row[] => {
  const rows = new Map<string, Judged[]>();
  for (const one of judged) {
    const key = `${one.label.malicious ? 'a' : 'b'}\t${keyOf(one)}`;
    rows.set(key, [...(rows.get(key) ?? []), one]);
  }
  return [...rows].sort(([a], [b]) => a.localeCompare(b)).map(([key, all]) => {
    const [kind = '', category = '', source = ''] = key.split('\t');
    const verdicts = { malicious: 0, suspicious: 0, benign: 0, undecided: 0, missing: 0 };
    for (const { verdict } of all) verdicts[verdict?.verdict ?? 'missing'] += 1;
    return { malicious: kind === 'a', category, source, count: all.length, verdicts, caught: shareOf(verdicts.malicious, all.length) };
  });
};

const maxReasons = 8;

const mistake = ({ label, verdict }: { readonly label: Label; readonly verdict: Verdict }): Mistake => ({
  url: label.given, category: label.category, source: label.source, group: label.group, verdict: verdict.verdict, score: verdict.score,
  reasons: verdict.signals.filter(({ weight }) => weight !== 0).slice(0, maxReasons).map(({ name, weight, says }) => `${name} (${weight.toFixed(1)}): ${says}`),
});

const timesOf = (name: string, all: readonly number[]): Times => ({
  name, medianMs: quantile(all, 0.5), p99Ms: quantile(all, 0.99), maxMs: quantile(all, 1), totalMs: all.reduce((sum, ms) => sum + ms, 0),
});

const secondOf = (seen: readonly { readonly label: Label; readonly verdict: Verdict; readonly second: Verdict | null }[]): Second | null => {
  const both = seen.flatMap(({ label, verdict, second }) => (second === null ? [] : [{ label, verdict, second }]));
  const [first] = both;
  if (first === undefined) return null;
  const bad = both.filter(({ label }) => label.malicious);
  return {
    policy: first.second.policy,
    recall: shareOf(bad.filter(({ second }) => second.verdict === 'malicious').length, bad.length),
    falsePositives: both.filter(({ label, second }) => !label.malicious && second.verdict === 'malicious').length,
    changes: both.filter(({ verdict, second }) => verdict.verdict !== second.verdict).map(({ label, verdict, second }) => ({
      url: label.given, malicious: label.malicious, category: label.category, source: label.source, from: verdict.verdict, to: second.verdict, scoreFrom: verdict.score, scoreTo: second.score,
    })),
  };
};
