import type { Capture, CrawlTask, Profile } from '../records/index.ts';
import type { CanaryOptions } from './canary.ts';
import type { Egress } from './egress/contract.ts';

/**
 * A lane takes tasks from a Crawlee request manager as fast as Crawlee's autoscaling allows, visits each,
 * and hands the capture over. It decides nothing about the capture: triage and judgement are handed in.
 */
export interface LaneOptions {
  readonly egress: Egress;
  /** Chooses the visitor for a look; look 0 is the ordinary one. */
  readonly profileFor: (task: CrawlTask) => Profile;
  /**
   * Called once a task, when its visit ended in whatever way; rejecting is a bug of the handler: it is
   * logged, and the lease lapses.
   */
  readonly onCapture: (task: CrawlTask, capture: Capture) => Promise<void>;
  readonly budget: VisitBudget;
  readonly concurrency: { readonly min: number; readonly max: number };
  /** PEM of one more certificate authority (lab mode), or null. */
  readonly extraCa: string | null;
  /** Stops taking tasks; visits under way end at their deadline. */
  readonly signal: AbortSignal;
  /** Canary submissions, by lanes that render; off where it is absent or null. */
  readonly canary?: CanaryOptions | null;
}

/** What one visit may cost. Over a cap the part is cut and says so. */
export interface VisitBudget {
  /** One deadline rules the visit. */
  readonly visitMs: number;
  /** How long a page is watched after it has loaded. */
  readonly dwellMs: number;
  readonly maxBytes: number;
  readonly maxHops: number;
  readonly maxRequests: number;
  /** Bytes of answers that are kept for showing the page again; 0 for none. */
  readonly maxBodyBytes?: number;
}

/** A running lane. */
export interface LaneRun {
  /** Resolves when the source of tasks is finished and every visit has ended, or after the signal. */
  readonly finished: Promise<void>;
}
