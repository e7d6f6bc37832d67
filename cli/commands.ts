import type { Command } from 'commander';
import type { CliContext } from './context.ts';

/** A command as help and README list it. Its file is loaded only where it is asked for: some bring a browser driver and a crawler along. */
export interface CommandRow {
  readonly name: string;
  /** README's cell. */
  readonly does: string;
  readonly load: () => Promise<(context: CliContext) => Command>;
}

/** Every command, in the order that help and README list them. */
export const commands: readonly CommandRow[] = [
  { name: 'up', does: 'everything on this machine: Redis if none is given, lanes, judge, API and console', load: async () => (await import('./up.ts')).upCommand },
  { name: 'demo', does: '`up` on the test range: progress, then every site\'s verdict beside its truth', load: async () => (await import('./demo.ts')).demoCommand },
  { name: 'scan', does: 'judges URLs now, without a server; one JSON line a URL with `--json`', load: async () => (await import('./scan.ts')).scanCommand },
  { name: 'rate', does: 'judges by the URL alone, nothing is fetched', load: async () => (await import('./rate.ts')).rateCommand },
  { name: 'seed', does: 'offers the URLs of a file or standard input to a running system', load: async () => (await import('./seed.ts')).seedCommand },
  { name: 'feeds', does: 'says how the feeds that `up` pulls are doing, or pulls one now', load: async () => (await import('./feeds.ts')).feedsCommand },
  { name: 'campaigns', does: 'shows campaigns: what shares the things that attackers reuse, and by what it is tied', load: async () => (await import('./campaigns.ts')).campaignsCommand },
  { name: 'lookup', does: 'asks the reputation store about URLs', load: async () => (await import('./lookup.ts')).lookupCommand },
  { name: 'capture', does: 'says what a visit saw, or writes it as `--har`, `--wacz` or `--zip`', load: async () => (await import('./capture.ts')).captureCommand },
  { name: 'review', does: 'what waits for a person: `list`, `show`, `decide`, `undo`', load: async () => (await import('./review.ts')).reviewCommand },
  { name: 'recrawl', does: 'makes known URLs due for another visit now; `due` and `plan` say what is visited when', load: async () => (await import('./recrawl.ts')).recrawlCommand },
  { name: 'export', does: 'prints the active listings in a format: for resolvers, blockers and exchange (`--help` lists them)', load: async () => (await import('./export.ts')).exportCommand },
  { name: 'evaluate', does: 'compares verdicts with a labelled lab web or labelled captures: recall, false positives, calibration, time', load: async () => (await import('./evaluate.ts')).evaluateCommand },
  { name: 'rules', does: 'lists, checks and tries detection rules: `list`, `check FILE`, `test --captures ...`', load: async () => (await import('./rules.ts')).rulesCommand },
  { name: 'keys', does: 'makes, lists and revokes API keys of a running system', load: async () => (await import('./keys.ts')).keysCommand },
  { name: 'worker', does: 'runs some lanes against a running system: `--lanes probe,render,judge`', load: async () => (await import('./worker.ts')).workerCommand },
  { name: 'range', does: 'serves the test range and writes its lab map, for trying things out', load: async () => (await import('./range.ts')).rangeCommand },
  { name: 'train', does: 'makes again what ships: `train urls`, `train pages`, `train brands`', load: async () => (await import('./train.ts')).trainCommand },
  { name: 'doctor', does: 'says what the machine has, what it lacks and how to get it', load: async () => (await import('./doctor.ts')).doctorCommand },
];
