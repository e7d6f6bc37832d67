import { styleText } from 'node:util';
import { defang } from '../url/index.ts';
import type { VerdictLine } from './verdict-line.ts';

const colours = { malicious: 'red', suspicious: 'yellow', benign: 'green', undecided: 'gray' } as const;

/** A verdict as a short paragraph for a person. URLs are defanged, so that a terminal makes no link of them. */
export const paragraph = (line: VerdictLine, explanation: string | null): string => {
  const head = `${colour(line.verdict, line.verdict.toUpperCase())}${line.threat === null ? '' : ` ${line.threat}`}  ${shown(line.url)}`;
  const body = explanation ?? line.error?.message ?? '';
  return `${head}\n${body.split('\n').map((text) => `    ${text}`).join('\n')}\n\n`;
};

const colour = (verdict: VerdictLine['verdict'], text: string): string => (process.stdout.isTTY ? styleText(colours[verdict], text) : text);

/** Control characters could move the cursor or forge lines. */
const shown = (url: string): string => defang(url.replace(/[\p{Cc}\p{Cf}]/gu, '').slice(0, 200));
