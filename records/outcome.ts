import { z } from 'zod';

/**
 * How a visit ended. Closed: every reader switches over all of them.
 *
 * The crawler says what it met, and that is what a capture keeps. Two of them take more than one visit's facts and are
 * given by the judge lane (classifiers/worker.ts), where outcomes are counted: `parked`, because the words and
 * providers that tell a parking page are a detector's, and `quarantined`, because it takes two crashes.
 *
 * - `visited`: a page (or a download) was seen. Judge it.
 * - `challenged`: a bot check of a real provider stood in the way. Undecided; look again with another profile.
 * - `blocked`: the server refused us (401, 403, 407, 429, 451). Undecided; look again later.
 * - `server-error`: 5xx. Undecided; look again later.
 * - `parked`: a parking or for-sale page of a known provider stands there. Undecided; delists what was listed when seen twice.
 * - `gone`: 404 or 410, or the name does not exist. Undecided now; delists what was listed when seen twice.
 * - `unreachable`: refused, reset, timed out while connecting, or TLS that fails. Look again later.
 * - `refused-by-policy`: the egress guard refused the address, port or scheme. Do not look again by itself.
 * - `too-large`: a cap on bytes ended it; what came first was captured. Judge what there is.
 * - `timed-out`: the deadline ended it; what came first was captured. Judge what there is.
 * - `crashed`: the renderer or browser died. Counts as an attempt.
 * - `quarantined`: the URL has killed its renderer or browser twice. Judge what was seen until then and what the URL tells; it rests as long as the recrawl plan says, and one more crash quarantines it again.
 */
export const visitOutcomes = ['visited', 'challenged', 'blocked', 'server-error', 'parked', 'gone', 'unreachable', 'refused-by-policy', 'too-large', 'timed-out', 'crashed', 'quarantined'] as const;
export type VisitOutcome = (typeof visitOutcomes)[number];
export const visitOutcomeSchema = z.enum(visitOutcomes);
