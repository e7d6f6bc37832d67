import { z } from 'zod';
import { threats, type Threat, type Verdict } from '../records/index.ts';

/** How long what is said stays true: dated data (config/data/ageing.json). All durations in seconds. */
const seconds = z.number().int().positive();
const ageingSchema = z.object({
  version: z.string(),
  /** After so long without a look that finds it again, a finding is worth half. */
  halfLifeSecs: z.record(z.enum(threats), seconds),
  /** A listing ends when its score, halved with each half-life, falls below this. */
  endsBelow: z.number().gt(0).lt(0.5),
  /** What has been on the list before lives longer, once. */
  comebackFactor: z.number().min(1).max(4),
  /** Compromised sites are cleaned soon; at most this long. */
  compromisedListedForSecs: seconds,
  /** A source whose name starts so lengthens the half-life; the largest factor counts. */
  sources: z.array(z.object({ prefix: z.string(), factor: z.number().min(1).max(10), why: z.string() })),
  cleanLooksToDelist: z.number().int().positive(),
  /** How long an ended listing is remembered: one that comes back keeps its first time. */
  rememberSecs: seconds,
  /** How long a person's "this is wrong" holds against the machine. */
  overturnedSecs: seconds,
  verdictSecs: seconds,
  listedCacheSecs: seconds,
  notListedCacheSecs: seconds,
});
export type Ageing = Readonly<z.infer<typeof ageingSchema>>;

/** Throws a ZodError where it is no such data. */
export const readAgeing = (json: unknown): Ageing => ageingSchema.parse(json);

/** How long a listing lasts after the visit that found it malicious with this score; an hour at least. */
export const listedForMs = (ageing: Ageing, threat: Threat, compromised: boolean, sources: readonly string[], score: number): number => {
  const factor = Math.max(1, ...ageing.sources.filter(({ prefix }) => sources.some((source) => source.startsWith(prefix))).map((row) => row.factor));
  const halfLives = Math.log2(Math.min(1, Math.max(score, 0)) / ageing.endsBelow);
  const secs = Math.max(3600, Math.round(ageing.halfLifeSecs[threat] * factor * halfLives));
  return (compromised ? Math.min(secs, ageing.compromisedListedForSecs) : secs) * 1000;
};

/**
 * What one look means for the listings of its URL.
 *
 * - `malicious`: list, or renew.
 * - `clean`: gone, parked, or seen benign by a browser. As many in a row as the data says end a listing.
 * - `clean-for-sure`: benign in a browser, compared with what another profile saw. Ends it at once.
 * - `suspicious`: breaks a row of clean looks; lists nothing, renews nothing.
 * - `nothing`: says nothing of the page (a challenge, an error, an address refused), or was not enough of a
 *   look: a probe runs no script, so that its "benign" clears nothing; a URL's text alone lists nothing.
 */
export type LookMeaning = 'malicious' | 'clean' | 'clean-for-sure' | 'suspicious' | 'nothing';

export const meaningOf = (verdict: Verdict): LookMeaning => {
  switch (verdict.verdict) {
    case 'malicious': return verdict.lane === 'url' ? 'nothing' : 'malicious';
    case 'suspicious': return 'suspicious';
    case 'benign':
      if (verdict.why === 'parked') return 'clean';
      if (verdict.lane !== 'render') return 'nothing';
      return verdict.comparedWith === null ? 'clean' : 'clean-for-sure';
    case 'undecided': return verdict.why === 'gone' || verdict.why === 'parked' ? 'clean' : 'nothing';
    default: return verdict.verdict satisfies never;
  }
};
