import { urlsInText } from './text.ts';

/** URLs of a calendar file (RFC 5545): lines that are folded are one, and its escapes are what they stand for. */
export const urlsInCalendar = (text: string): string[] =>
  urlsInText(text.replace(/\r?\n[ \t]/g, '').replace(/\\[nN]/g, '\n').replace(/\\([,;\\])/g, '$1'));
