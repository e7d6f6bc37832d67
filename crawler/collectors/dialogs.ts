import type { DialogRecord } from '../../records/index.ts';
import { collected } from '../../records/index.ts';
import { CappedList, caps, cutText } from '../caps.ts';
import type { Collector, Scene } from './contract.ts';

/** A page that asks on and on wants to hold its visitor. */
const agreed = 2;

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
        // Leaving is always agreed to, so that a page cannot hold the visit, and so are the first questions, as by a visitor who wants to go on; nothing is told.
        const isAgreed = kind === 'beforeunload' || kind === 'alert' || (kind === 'confirm' && seen.items.filter((one) => one.kind === 'confirm').length <= agreed);
        (isAgreed ? dialog.accept() : dialog.dismiss()).catch(() => {}); // closed with its page
      });
    },
    finish: () => ({ dialogs: collected(seen.items, seen.cut('dialogs')) }),
  };
};
