import { z } from 'zod';

/**
 * What became of one part of a capture. "Not looked" is never "nothing found": a reader that needs
 * the part treats `failed` and `skipped` as unknown, and says so in its own result.
 */
export type Collected<T> =
  | { readonly state: 'collected'; readonly value: T; /** What was cut away at a cap, as a sentence; null when whole. */ readonly cut: string | null }
  | { readonly state: 'failed'; readonly why: string }
  | { readonly state: 'skipped'; readonly why: string };

export const collectedSchema = <S extends z.ZodType>(value: S) =>
  z.discriminatedUnion('state', [
    z.object({ state: z.literal('collected'), value, cut: z.string().nullable() }),
    z.object({ state: z.literal('failed'), why: z.string() }),
    z.object({ state: z.literal('skipped'), why: z.string() }),
  ]);

export const collected = <T>(value: T, cut: string | null = null): Collected<T> => ({ state: 'collected', value, cut });
export const failed = (why: string): Collected<never> => ({ state: 'failed', why });
export const skipped = (why: string): Collected<never> => ({ state: 'skipped', why });

/** The value, or `otherwise` where the part was not collected. For readers to whom both mean "no evidence here". */
export const valueOr = <T>(part: Collected<T>, otherwise: T): T => (part.state === 'collected' ? part.value : otherwise);
