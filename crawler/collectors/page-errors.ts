import type { PageError } from '../../records/index.ts';
import { collected } from '../../records/index.ts';
import { CappedList, caps, cutText } from '../caps.ts';
import type { Collector, Scene } from './contract.ts';

/** Exceptions that no script of the page caught, with where they were thrown. */
export const pageErrors = ({ cdp, atMs }: Scene): Collector<'errors'> => {
  const seen = new CappedList<PageError>(caps.errors);
  return {
    parts: ['errors'],
    claimMs: 0,
    attach: () => {
      cdp.on('Runtime.exceptionThrown', ({ exceptionDetails: { exception, text, url, lineNumber, stackTrace } }) => {
        const from = url ?? stackTrace?.callFrames[0]?.url ?? '';
        seen.push({
          message: cutText((exception?.description ?? text).split('\n    at ')[0] ?? text, caps.consoleText),
          url: from === '' ? null : cutText(from, caps.url),
          line: lineNumber < 0 ? null : lineNumber + 1,
          atMs: atMs(),
        });
      });
    },
    finish: () => ({ errors: collected(seen.items, seen.cut('errors')) }),
  };
};
