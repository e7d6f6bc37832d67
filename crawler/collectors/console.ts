import { collected } from '../../records/index.ts';
import { CappedList, caps, cutText } from '../caps.ts';
import type { Collector, Scene } from './contract.ts';

/** What the page's scripts print, and what they throw. */
export const consoleLines = ({ cdp }: Scene): Collector<'console'> => {
  const lines = new CappedList<{ level: string; text: string }>(caps.consoleLines);
  return {
    parts: ['console'],
    claimMs: 0,
    attach: () => {
      cdp.on('Runtime.consoleAPICalled', ({ type, args }) => {
        lines.push({ level: type, text: lines.items.length < lines.max ? cutText(args.slice(0, 8).map(printed).join(' '), caps.consoleText) : '' });
      });
      cdp.on('Runtime.exceptionThrown', ({ exceptionDetails }) => {
        lines.push({ level: 'exception', text: cutText(exceptionDetails.exception?.description ?? exceptionDetails.text, caps.consoleText) });
      });
    },
    finish: () => ({ console: collected(lines.items, lines.cut('lines')) }),
  };
};

/** What is used of CDP Runtime.RemoteObject. */
interface RemoteObject { readonly type: string; readonly value?: unknown; readonly description?: string }

const printed = (value: RemoteObject): string =>
  typeof value.value === 'string' ? value.value.slice(0, caps.consoleText) : (value.description ?? (value.value === undefined ? value.type : JSON.stringify(value.value))).slice(0, caps.consoleText);
