import { partNames, valueOr, type Capture } from '../records/index.ts';

const mostRows = 12;

/** What a visit saw, for a person at a terminal. Everything in it is hostile: cut, and without control characters. */
export const captureText = (key: string, capture: Capture): string => {
  const { parts } = capture;
  const lines = [
    `capture   ${key}`,
    `url       ${shown(capture.url)}`,
    ...valueOr(parts.redirects, []).slice(0, mostRows).map(({ to, by, status }) => `  -> ${shown(to)} (${by}${status === null ? '' : ` ${status}`})`),
    `visited   ${new Date(capture.startedAtMs).toISOString()}, ${capture.elapsedMs} ms, ${capture.lane}, ${shown(capture.profile)}`,
    `ended     ${capture.outcome}${capture.failure === null ? '' : `: ${shown(capture.failure.message)}`}`,
    `title     ${shown(valueOr(parts.frames, [])[0]?.title ?? '')}`,
    ...section('forms', valueOr(parts.forms, []), ({ action, fields }) => `${fields.filter(({ visible }) => visible).map(({ purpose }) => purpose).join(', ') || 'no visible field'} -> ${shown(action ?? 'by script')}`),
    ...section('behaviour', valueOr(parts.behaviour, []), ({ kind, detail, count, unprompted }) => `${kind}${count > 1 ? ` x${count}` : ''}${unprompted ? '' : ' (after a gesture)'}: ${shown(detail)}`),
    ...section('dialogs', valueOr(parts.dialogs, []), ({ kind, message }) => `${kind}: ${shown(message)}`),
    ...section('downloads', valueOr(parts.downloads, []), ({ name, detectedType, bytes, sha256 }) => `${shown(name)}, ${detectedType ?? 'unknown type'}, ${bytes} bytes, ${sha256}`),
    ...section('codes', valueOr(parts.codes, []), ({ format, text }) => `${shown(format)}: ${shown(text)}`),
    ...section('connections', valueOr(parts.connections, []), ({ host, port, address, refused }) => `${shown(host)}:${port} ${refused === null ? shown(address ?? 'not connected') : `refused: ${shown(refused)}`}`),
    'parts',
    ...partNames.map((name) => {
      const part = parts[name];
      return `  ${name.padEnd(15)} ${part.state === 'collected' ? `${Array.isArray(part.value) ? part.value.length : 'kept'}${part.cut === null ? '' : ` (${shown(part.cut)})`}` : `${part.state}: ${shown(part.why)}`}`;
    }),
  ];
  return `${lines.join('\n')}\n`;
};

const section = <T>(title: string, rows: readonly T[], line: (row: T) => string): string[] =>
  rows.length === 0 ? [] : [title, ...rows.slice(0, mostRows).map((row) => `  ${line(row)}`), ...(rows.length > mostRows ? [`  and ${rows.length - mostRows} more`] : [])];

/** One line of at most 160 characters that can do nothing to a terminal. */
const shown = (text: string): string => {
  // C0, C1, and what turns the direction of text or is invisible.
  const quiet = text.slice(0, 2000).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ').trim();
  return quiet.length > 160 ? `${quiet.slice(0, 159)}…` : quiet;
};
