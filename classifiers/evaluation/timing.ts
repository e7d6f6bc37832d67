import type { Detector } from '../contract.ts';

/** Time that each detector took, a row a capture judged. */
export interface Clocked {
  readonly detectors: readonly Detector[];
  /** Milliseconds by detector, of all judgements so far. */
  readonly times: ReadonlyMap<string, readonly number[]>;
}

/** The same detectors with a clock around each. */
export const clocked = (detectors: readonly Detector[], nowMs: () => number): Clocked => {
  const times = new Map<string, number[]>(detectors.map(({ name }) => [name, []]));
  return {
    times,
    detectors: detectors.map((detector) => ({
      ...detector,
      detect: (subject) => {
        const startedMs = nowMs();
        try {
          return detector.detect(subject);
        } finally {
          times.get(detector.name)?.push(nowMs() - startedMs);
        }
      },
    })),
  };
};
