import { z } from 'zod';

/** How a capture is tied to a campaign that is known, before it is judged itself. */
export const campaignTieSchema = z.object({
  /** Of the campaign. */
  id: z.string(),
  /** Sum of what the shared traits weigh: 6 makes a tie, 9 a close one (correlation/traits.ts). */
  weight: z.number(),
  /** The traits that are shared, heaviest first, at most eight: "script 1f2e...", "form panel.example/post.php". */
  ties: z.array(z.string()),
  /** Members that were malicious by what they did themselves, and not by being members. */
  ownMalicious: z.number().int(),
  /** Different owners of the members' hosts, about. */
  owners: z.number().int(),
});
export type CampaignTie = z.infer<typeof campaignTieSchema>;

/** Captures that share what attackers reuse. */
export const campaignSchema = z.object({
  id: z.string(),
  members: z.number().int(),
  ownMalicious: z.number().int(),
  owners: z.number().int(),
  /** Epoch milliseconds. */
  firstSeenMs: z.number(),
  lastSeenMs: z.number(),
  /** Members by threat, brand: most first. */
  threats: z.array(z.tuple([z.string(), z.number().int()])),
  brands: z.array(z.tuple([z.string(), z.number().int()])),
  /** What ties it together: a trait and how many members came in by it, most first, at most twenty. */
  ties: z.array(z.tuple([z.string(), z.number().int()])),
});
export type Campaign = z.infer<typeof campaignSchema>;
