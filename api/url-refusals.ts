import { refusalSentences, type RefusalReason } from '../intake/door.ts';
import { parseUrl } from '../url/parse.ts';
import type { ParsedUrl } from '../url/types.ts';
import { ApiError } from './errors.ts';

/** Why a URL is not taken, as a sentence for whoever sent it. */
export const sentenceOf = (reason: RefusalReason): string => `The URL is not taken: ${refusalSentences[reason]}.`;

/** The URL in `text`, or the refusal that names the request's `field`. */
export const readUrl = (text: string, field: string): ParsedUrl | ApiError => {
  const parsed = parseUrl(text);
  return parsed.ok ? parsed.url : new ApiError('url-refused', sentenceOf(parsed.problem), { field });
};
