import type { Label } from '../classifiers/evaluation/labels.ts';
import type { EvidenceStore, CaptureKey } from '../evidence/contract.ts';
import type { Decision, DecisionLog } from '../reputation/review/contract.ts';
import { parseUrl } from '../url/index.ts';
import type { Capture } from '../records/index.ts';

/** Decisions read at once. */
const pageRows = 1000;

/** What people decided and nobody took back: of each URL the newest, unsure ones left out. */
export const standingDecisions = async (log: DecisionLog): Promise<Decision[]> => {
  const newest = new Map<string, Decision>();
  for (let before: string | undefined; ;) {
    const page = await log.list(pageRows, before);
    for (const decision of page) if (decision.undoneAtMs === null && !newest.has(decision.urlKey)) newest.set(decision.urlKey, decision);
    if (page.length < pageRows) break;
    before = page.at(-1)?.id;
  }
  return [...newest.values()].filter(({ decision }) => decision !== 'unsure');
};

/** Each as a label; one whose URL is none any more is left out. */
export const labelsOfDecisions = (decisions: readonly Decision[]): Label[] => decisions.flatMap(({ url: given, decision, threat, machine }) => {
  const parsed = parseUrl(given);
  return parsed.ok ? [{ given, url: parsed.url, malicious: decision === 'malicious', category: threat ?? decision, source: machine.source, group: '-' }] : [];
});

/** The very capture that was decided about, as long as it is kept. */
export const capturesDecided = (decisions: readonly Decision[], evidence: EvidenceStore) => {
  const keys = new Map(decisions.map(({ urlKey, machine }) => [urlKey, machine.captureKey]));
  return async ({ url }: Label): Promise<{ readonly key: string; readonly capture: Capture }[]> => {
    const key = keys.get(url.key) ?? null;
    const capture = key === null ? null : await evidence.get(key as CaptureKey, { without: ['screenshot'] }); // recorded from a key that put() gave
    return key === null || capture === null ? [] : [{ key, capture }];
  };
};

export interface Agreement { readonly by: 'verdict' | 'signal' | 'source' | 'policy'; readonly name: string; readonly decided: number; readonly malicious: number; /** How often the machine's verdict was the person's; of a signal, how often it spoke for what was decided malicious. */ readonly agreed: number }

/** How often people agreed, by what the machine said, the signals (rules are such) that it raised, the source and the policy. Most decided first. */
export const agreementOf = (decisions: readonly Decision[]): Agreement[] => {
  const rows = new Map<string, { by: Agreement['by']; name: string; decided: number; malicious: number; agreed: number }>();
  const count = (by: Agreement['by'], name: string, isMalicious: boolean, agrees: boolean): void => {
    const row = rows.get(`${by} ${name}`) ?? { by, name, decided: 0, malicious: 0, agreed: 0 };
    rows.set(`${by} ${name}`, { ...row, decided: row.decided + 1, malicious: row.malicious + Number(isMalicious), agreed: row.agreed + Number(agrees) });
  };
  for (const { decision, machine } of decisions) {
    const isMalicious = decision === 'malicious';
    const agrees = isMalicious === (machine.verdict === 'malicious');
    count('verdict', machine.verdict, isMalicious, agrees);
    count('source', machine.source, isMalicious, agrees);
    count('policy', machine.policy, isMalicious, agrees);
    for (const signal of new Set(machine.signals)) count('signal', signal, isMalicious, isMalicious);
  }
  const order = ['verdict', 'source', 'policy', 'signal'];
  return [...rows.values()].sort((a, b) => order.indexOf(a.by) - order.indexOf(b.by) || b.decided - a.decided || a.name.localeCompare(b.name));
};

export const agreementText = (rows: readonly Agreement[]): string =>
  `What people decided\n${rows.map(({ by, name, decided, malicious, agreed }) => `  ${by.padEnd(8)} ${name.padEnd(44)} ${String(decided).padStart(6)} decided  ${String(malicious).padStart(6)} malicious  ${String(Math.round((100 * agreed) / decided)).padStart(3)} % agree\n`).join('')}\n`;
