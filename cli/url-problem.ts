import type { UrlProblem } from '../url/index.ts';

/** What a person is told about a line that is no URL. */
export const problemSays: Readonly<Record<UrlProblem, string>> = {
  'empty': 'The line is empty.',
  'too-long': 'It is longer than 8 KiB; no URL that is visited is.',
  'scheme': 'Only http and https are visited.',
  'unparseable': 'This is no URL.',
  'host': 'Its host is none that can exist.',
};
