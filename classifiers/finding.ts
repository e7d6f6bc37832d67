import type { PartName, Threat } from '../records/index.ts';
import type { Detector, Finding, Subject } from './contract.ts';

/**
 * How a detector is written down: its name, its parts, a table of what it can say, and one function that
 * reports. The table is the type: a signal that isn't in it does not compile.
 */
export interface DetectorSource<What extends string> {
  readonly name: string;
  readonly needs: readonly PartName[];
  readonly signals: Readonly<Record<What, string>>;
  readonly detect: (subject: Subject, report: Report<What>) => void;
}

export type Report<What extends string> = (what: What, said: Said) => void;

export interface Said {
  readonly threat: Threat | null;
  /** One sentence. Page text in it goes through `quoted`. */
  readonly says: string;
  readonly part: PartName | 'url';
  readonly at: string;
  readonly brand?: string | null;
}

const maxAtChars = 300;
const maxSaysChars = 500;

/** A detector reports each of its signals once: the first, which is the one it found strongest. */
export const defineDetector = <What extends string>({ name, needs, signals, detect }: DetectorSource<What>): Detector => ({
  name,
  needs,
  signals,
  detect(subject) {
    const findings = new Map<What, Finding>();
    detect(subject, (what, { threat, says, part, at, brand = null }) => {
      if (findings.has(what)) return;
      findings.set(what, { name: `${name}/${what}`, threat, says: plain(says, maxSaysChars), evidence: { part, at: plain(at, maxAtChars) }, brand });
    });
    return [...findings.values()];
  },
});

/** Text of a page in quotes: one line, no control or direction characters, at most `max` characters. */
export const quoted = (text: string, max = 80): string => `"${plain(text, max).replaceAll('"', "'")}"`;

/** One line without control, format and direction characters. */
export const plain = (text: string, max: number): string => {
  const line = text.slice(0, max * 4).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return line.length > max ? `${line.slice(0, max - 1)}…` : line;
};
