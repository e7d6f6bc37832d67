import type { DialogRecord } from '../../records/index.ts';
import { collected } from '../../records/index.ts';
import { CappedList, caps, cutText } from '../caps.ts';
import type { Collector, Scene } from './contract.ts';

/** Dialogs, each sent away at once: while one is open nothing else of the page runs. */
export const dialogs = ({ page, atMs }: Scene): Collector<'dialogs'> => {
  const seen = new CappedList<DialogRecord>(caps.dialogs);
  return {
    parts: ['dialogs'],
    claimMs: 0,
    attach: () => {
      page.on('dialog', (dialog) => {
        const kind = dialog.type() as DialogRecord['kind']; // Playwright's four types are the record's
        seen.push({ kind, message: cutText(dialog.message(), caps.dialogMessage), atMs: atMs() });
        // Leaving is always agreed to, so that a page cannot hold the visit; all others are declined.
        (kind === 'beforeunload' ? dialog.accept() : dialog.dismiss()).catch(() => {}); // closed with its page
      });
    },
    finish: () => ({ dialogs: collected(seen.items, seen.cut('dialogs')) }),
  };
};
