import { parseUrl } from '../url/parse.ts';
import type { ParsedUrl, UrlProblem } from '../url/types.ts';
import { ApiError } from './errors.ts';

const sentences: Readonly<Record<UrlProblem, string>> = {
  'empty': 'The URL is empty.',
  'too-long': 'The URL is too long.',
  'scheme': 'Only http and https URLs are taken.',
  'unparseable': 'This is not a URL.',
  'host': 'The URL has no host, or one that no host can be called.',
};

/** The URL in `text`, or the refusal that names the request's `field`. */
export const readUrl = (text: string, field: string): ParsedUrl | ApiError => {
  const parsed = parseUrl(text);
  return parsed.ok ? parsed.url : new ApiError('url-refused', sentences[parsed.problem], { field });
};
