import type { CDPSession, Page } from 'playwright';
import type { CaptureParts, FormSubmission, PartName, Profile } from '../../records/index.ts';
import type { VisitBudget } from '../contract.ts';
import type { Deadline } from '../deadline.ts';
import type { VisitEgress } from '../egress/contract.ts';

/** What a collector sees of its visit. One scene a visit; the visit owns all that is in it. */
export interface Scene {
  readonly page: Page;
  /** A session of our own on the page; Page and Runtime are enabled. */
  readonly cdp: CDPSession;
  readonly profile: Profile;
  readonly budget: VisitBudget;
  readonly egress: VisitEgress;
  readonly extraCa: string | null;
  readonly deadline: Deadline;
  /** Milliseconds since the visit began. */
  readonly atMs: () => number;
  /** When the visit last pressed something, null before it did. */
  gestureAtMs: number | null;
  /** Forms that were filled in so far, null where that is off. */
  readonly submissions: FormSubmission[] | null;
}

/**
 * Makes some parts of a capture. Three moments: `attach` before the first byte, `shown` when the page has
 * come to rest for the first time, `finish` after the last gesture. Each moment is raced with the
 * deadline and with the collector's own claim on it. One that throws or is late costs its own parts only.
 */
export interface Collector<P extends PartName = PartName> {
  readonly parts: readonly P[];
  /** At most this long for `shown` and for `finish`. */
  readonly claimMs: number;
  attach?(): void | Promise<void>;
  shown?(): Promise<void>;
  finish(): PartsOf<P> | Promise<PartsOf<P>>;
}

export type PartsOf<P extends PartName> = { readonly [K in P]: CaptureParts[K] };


/** A collector whatever its parts are: what a visit works with. */
export interface AnyCollector extends Omit<Collector, 'finish'> {
  finish(): Partial<CaptureParts> | Promise<Partial<CaptureParts>>;
}
