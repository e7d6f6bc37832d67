import type { CampaignTie, Capture, PartName, Signal, Verdict } from '../records/index.ts';
import type { Owner, ParsedUrl } from '../url/types.ts';
import type { Page } from './page.ts';

/**
 * A detector is one file: it looks at a capture and says what it saw. Pure, bounded, silent when it
 * knows nothing. It sets no weights: the policy does. One that throws is named in the verdict.
 */
export interface Detector {
  /** kebab-case; its signals are called "<name>/<what>". */
  readonly name: string;
  /** Runs only where at least one of these was collected; an empty list runs on the URL alone. */
  readonly needs: readonly PartName[];
  /** Every signal that it can give, by its last part, with what it means: the rows of docs/signals.md. */
  readonly signals: Readonly<Record<string, string>>;
  detect(subject: Subject): Finding[];
}

/** A signal before the policy has weighed it. */
export type Finding = Omit<Signal, 'weight'>;

/** What detectors read: the capture, and facts about it that are made once. */
export interface Subject {
  readonly capture: Capture;
  readonly url: ParsedUrl;
  readonly final: ParsedUrl;
  /** Owner of the final URL's host. */
  readonly owner: Owner;
  readonly brands: BrandCatalogue;
  /** Visible text of all frames joined, lower case, at most 256 KiB. */
  readonly text: string;
  /** Documents, forms, links and scripts in one shape for both lanes. */
  readonly page: Page;
  /** An earlier capture of the same URL by another profile, or null. */
  readonly previous: Capture | null;
  /** The known campaign that this capture shares traits with, or null. */
  readonly campaign: CampaignTie | null;
}

export interface Brand {
  readonly name: string;
  /** Registrable domains and hosts that are the brand's own. */
  readonly domains: readonly string[];
  /** Lower-case words that a page uses to claim to be it; the name is one of them unless it is a common word. */
  readonly aliases: readonly string[];
  /** Hosts of its log-in pages, where a directory names some. */
  readonly logins: readonly string[];
}

export interface BrandCatalogue {
  /** "YYYY-MM-DD" */
  readonly date: string;
  readonly brands: readonly Brand[];
  /** Labels of brands' domains that are words of many other names too ("cloud", "square"). */
  readonly commonWords: ReadonlySet<string>;
  /** The brand whose domain this host is (or is below), or null. */
  ownerOf(host: string): Brand | null;
  /** Brands named in lower-case text, longest alias first, at word borders. */
  named(text: string): Brand[];
  /** The brand whose name this lower-case text is, whole, even where the name is a common word ("apple"). */
  byName(text: string): Brand | null;
}

/** What a policy weighs, dated data (config/data/policy.json). */
export interface Policy {
  readonly version: string;
  /** Log-odds of a URL that nothing is known of. */
  readonly prior: number;
  readonly maliciousAt: number;
  readonly suspiciousAt: number;
  /** Log-odds by signal name; a signal without a row weighs nothing and a test fails. */
  readonly weights: Readonly<Record<string, number>>;
  /** Weights that people gave, of those that training has moved: where the next training starts from. */
  readonly given: Readonly<Record<string, number>>;
  /** Probability by sum of log-odds, points of a line that never falls; empty: the logistic function itself. */
  readonly calibration: readonly (readonly [logOdds: number, probability: number])[];
  /** At most one signal of a group counts, the heaviest. */
  readonly groups: readonly (readonly string[])[];
  /** Signals that show the deed itself. Without one of them a verdict is suspicious at most. */
  readonly deeds: readonly string[];
  /** `rate` score from which a page that shows nothing is looked at again. */
  readonly lookAgainAt: number;
  /** Share of all other pages that is looked at again by another visitor, 0 to 1. */
  readonly lookAgainShare: number;
}

export interface Judge {
  /** `previous` is an earlier capture of the same URL by another profile, to compare with. */
  judge(capture: Capture, options: { readonly captureKey: string | null; readonly previous: { readonly key: string | null; readonly capture: Capture } | null; readonly nowMs: number; readonly campaign?: CampaignTie | null }): Verdict;
  /** Judges by the URL alone, given as a URL (the default) or as a bare domain: two mixtures of good and bad. */
  rate(url: ParsedUrl, nowMs: number, given?: 'url' | 'domain'): Verdict;
  /** Whether a probe settles it, or a browser must look. */
  triage(capture: Capture): 'settle' | 'render';
  /** Whether the page may be hiding, so that another profile should look too. */
  nextLook(capture: Capture, verdict: Verdict, look: number): 'done' | 'look-again';
}
