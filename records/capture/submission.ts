import { z } from 'zod';
import { fieldPurposes } from './page.ts';

/** A form that the visit filled in with made-up, marked data (crawler/canary.ts), in order. */
export const formSubmissionSchema = z.object({
  pageUrl: z.string(),
  action: z.string(),
  /** Stands in all that was typed; unique to the capture. */
  marker: z.string(),
  /** What the fields asked for that were filled in. */
  purposes: z.array(z.enum(fieldPurposes)),
  /**
   * - `moved-on`: the made-up data was taken, and another page followed.
   * - `stayed`: the same page came again, or said something.
   * - `not-sent`: the page or the form's target belongs to a protected owner.
   */
  outcome: z.enum(['moved-on', 'stayed', 'not-sent']),
  endedAt: z.string(),
  /** Protected hosts that the page wanted to hand the data to; each such request was stopped. */
  blockedHosts: z.array(z.string()),
  atMs: z.number(),
});
export type FormSubmission = z.infer<typeof formSubmissionSchema>;
