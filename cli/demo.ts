import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { styleText } from 'node:util';
import Table from 'cli-table3';
import { Command } from 'commander';
import type { Settings } from '../config/settings.ts';
import { brandsFile, startRange, writeLab, type Site } from '../fixtures/range/index.ts';
import type { Verdict } from '../records/index.ts';
import { parseUrl, type UrlKey } from '../url/index.ts';
import { addSettings, openLog, settingsOf, type CliContext } from './context.ts';
import { setUp } from './doctor.ts';
import { exitCodes } from './exit.ts';
import { openProgress } from './progress.ts';
import { startSystem, type System } from './system.ts';

/** Beyond this the demo gives up and says which sites had no verdict. */
const longestMs = 600_000;

export const demoCommand = (context: CliContext): Command =>
  addSettings(new Command('demo'), ['port', 'host', 'renderConcurrency', 'chromium', 'browserUser', 'logLevel'])
    .option('--exit', 'end when the table is printed, also on a terminal')
    .addHelpText('after', `
Installs what is missing (as root with apt-get), crawls the built-in test web in a throw-away folder, compares.
The exit code is 0 only where every verdict agrees with the truth.`)
    .action(async (options: { readonly exit?: true }) => {
      const given = settingsOf(context, options);
      await setUp(given, context.env);
      const folder = await mkdtemp(path.join(tmpdir(), 'harrier-demo-'));
      const range = await startRange();
      try {
        const lab = writeLab(range, folder);
        const settings: Settings = {
          ...given, redisUrl: null, dataDir: path.join(folder, 'data'), labMap: lab.labMap, labCa: lab.caPem, brands: brandsFile,
          // The range's hosts are this machine: they need no rest, and a site that is dead is dead at once. Only what is submitted is compared.
          hostDelayMs: 0, maxAttempts: 1, discovery: 0, port: await freePort(given),
        };
        const system = await startSystem(settings, context, openLog(settings));
        try {
          process.stdout.write(`Harrier is up at ${system.url}/ and crawls the ${range.sites.length} sites of the test range.\n`);
          const startedAt = performance.now();
          const verdicts = await crawl(system, range.urls, context);
          const seconds = (performance.now() - startedAt) / 1000;
          const rows = range.sites.map((site) => judged(site, verdicts));
          process.stdout.write(`${tableOf(rows)}\n${totalsOf(rows, seconds)}\n`);
          if (rows.some(({ agrees }) => !agrees)) context.exit(exitCodes.someFailed);
          if (process.stdout.isTTY && options.exit !== true && !context.signal.aborted) {
            process.stdout.write(`\nThe console stays open at ${system.url}/ until Ctrl-C.\n`);
            await once(context.signal, 'abort');
          }
        } finally {
          await system.close();
        }
      } finally {
        await range.close();
        await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      }
    });

/** The port wanted, or 0 (any free one) where somebody has it: a demo needn't fail for that. */
const freePort = ({ host, port }: Settings): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().once('error', () => { resolve(0); });
    probe.listen(port, host, () => { probe.close(() => { resolve(port); }); });
  });

/** Submits every URL as a client would, and waits until each has its last verdict. */
const crawl = async (system: System, urls: readonly string[], { signal, now }: CliContext): Promise<ReadonlyMap<string, Verdict>> => {
  const answer = await fetch(`${system.url}/v1/submissions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ urls }) });
  if (!answer.ok) throw new Error(`the API did not take the URLs of the range: ${answer.status} ${await answer.text()}`);
  const progress = openProgress('judged');
  progress.total(urls.length);
  const open = new Map(urls.flatMap((url) => {
    const parsed = parseUrl(url);
    return parsed.ok ? [[url, parsed.url.key] as const] : [];
  }));
  const verdicts = new Map<string, Verdict>();
  const startedAtMs = now();
  try {
    while (open.size > 0 && !signal.aborted && now() - startedAtMs < longestMs) {
      for (const [url, key] of open) {
        const verdict = await lastVerdict(system, key);
        if (verdict === null) continue;
        verdicts.set(url, verdict);
        open.delete(url);
        const found = [...verdicts.values()].filter((one) => one.verdict === 'malicious').length;
        progress.done(verdicts.size, `${found} malicious`);
      }
      await pause(200, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    progress.stop();
  }
  return verdicts;
};

/** Null while another visit is due before the URL rests. */
const lastVerdict = async ({ stores }: System, key: UrlKey): Promise<Verdict | null> => {
  const verdict = await stores.reputation.verdictOf(key);
  return verdict === null || verdict.why === 'looking-again' ? null : verdict;
};

interface Row {
  readonly site: Site;
  readonly verdict: Verdict | null;
  readonly agrees: boolean;
  /** What is wrong, in words. */
  readonly faults: readonly string[];
}

/** Compares what was found with the truth: verdict, threat, and the signals that must and must not be raised. */
const judged = (site: Site, verdicts: ReadonlyMap<string, Verdict>): Row => {
  const found = site.urls.map((url) => verdicts.get(url) ?? null);
  const verdict = found.find((one) => one === null || !isRight(site, one)) ?? found[0] ?? null;
  if (verdict === null) return { site, verdict, agrees: false, faults: ['no verdict'] };
  const names = verdict.signals.map(({ name }) => name);
  const raised = (wanted: string): boolean => names.some((name) => name === wanted || (wanted.endsWith('/') && name.startsWith(wanted)));
  const faults = [
    ...(isRight(site, verdict) ? [] : ['verdict']),
    ...(verdict.verdict === site.truth ? site.raises.filter((wanted) => !raised(wanted)).map((wanted) => `${wanted} not raised`) : []),
    ...site.mustNot.filter(raised).map((wanted) => `${wanted} raised`),
  ];
  return { site, verdict, agrees: faults.length === 0, faults };
};

const isRight = (site: Site, { verdict, threat }: Verdict): boolean =>
  verdict === site.truth ? verdict !== 'malicious' || threat === site.threat : site.accept.includes(verdict);

const tableOf = (rows: readonly Row[]): string => {
  const table = new Table({ head: ['site', 'truth', 'found', 'score', 'reasons', ''], chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' }, style: { head: [], border: [] }, colWidths: [27, 28, 28, 7, 50, 3], wordWrap: false });
  for (const { site, verdict, agrees, faults } of rows) {
    table.push([
      site.name,
      inWords(site.truth, site.threat, site.why),
      verdict === null ? '-' : inWords(verdict.verdict, verdict.threat, verdict.why),
      verdict === null ? '' : verdict.score.toFixed(2),
      agrees ? (verdict?.signals ?? []).filter(({ weight }) => weight !== 0).slice(0, 2).map(({ name }) => name).join(', ') : faults.join(', '),
      agrees ? painted('green', '✔') : painted('red', '✘'),
    ]);
  }
  return table.toString();
};

const totalsOf = (rows: readonly Row[], seconds: number): string => {
  const lines = (['malicious', 'benign', 'undecided'] as const).map((truth) => {
    const of = rows.filter(({ site }) => site.truth === truth);
    return `${String(of.filter(({ agrees }) => agrees).length).padStart(4)} of ${of.length} ${truth} agree`;
  });
  const wrong = rows.filter(({ agrees }) => !agrees).length;
  return `${lines.join('\n')}\n${wrong === 0 ? painted('green', `All ${rows.length} agree`) : painted('red', `${wrong} of ${rows.length} disagree`)}, in ${seconds.toFixed(0)} s.`;
};

const inWords = (verdict: string, threat: string | null, why: string | null): string => `${verdict}${threat === null ? '' : `, ${threat}`}${why === null ? '' : `, ${why}`}`;

const painted = (colour: 'green' | 'red', text: string): string => (process.stdout.isTTY ? styleText(colour, text) : text);
