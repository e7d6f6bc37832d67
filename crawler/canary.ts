import { randomBytes } from 'node:crypto';
import type { CDPSession } from 'playwright';
import type { FieldPurpose, FormSubmission } from '../records/index.ts';
import { mainFrameOf, readApart } from './apart.ts';
import { caps, cutText } from './caps.ts';
import type { Scene } from './collectors/contract.ts';
import { fieldPurpose, type RawField } from './field-purpose.ts';
import { answerMs, press } from './input.ts';
import { nextFormScript } from './page-scripts.ts';
import type { PageClock } from './clock.ts';
import type { Rest } from './settle.ts';

/**
 * Canary submissions: forms of lures are filled in with data that is nobody's, marked with a name of this capture
 * alone, to see what the next page asks. Off unless an operator turns them on.
 *
 * What it keeps to: nothing is sent to, or from a page of, an owner that is protected; no marked data leaves for one
 * either, by whatever request of the page or its frames (it is failed on its way out, and noted); a card number is
 * none (its check digit is wrong, and no network has its first digits); at most `steps` forms.
 */
export interface CanaryOptions {
  /** Forms of one visit that are filled in at most. */
  readonly steps: number;
  /** Hosts of owners whom no made-up data may reach: the allow list's, and those of known brands. */
  readonly isProtected: (host: string) => boolean;
}

const quietMs = 80;
const nextStepMs = 3000;

/** Reads the next form to fill in (page/next-form.js). */
interface NextForm {
  readonly action: string;
  readonly fields: readonly (RawField & { readonly x: number; readonly y: number; readonly options: number })[];
  readonly submit: { readonly x: number; readonly y: number } | null;
}

/** Advances forms; what was done is added to `done`, step by step. Ends early, and silently, where the page does not answer. */
export const submitCanaries = async (scene: Scene, rest: Rest, clock: PageClock, leftMs: () => number, { steps, isProtected }: CanaryOptions, done: FormSubmission[]): Promise<void> => {
  const marker = newMarker();
  let guard: { readonly blocked: string[]; end(): Promise<void> } | null = null;
  try {
    for (let step = 0; step < steps && leftMs() > 0; step++) {
      const form = await scene.deadline.within(answerMs, nextForm(scene).catch(() => null)); // the page moved on meanwhile
      if (form === null) break;
      const last = done.at(-1);
      // The same question again is answered once more: a lure says that the first password was wrong, and takes it the second time.
      if (isSame(last, form) && isSame(done.at(-2), form)) break;
      const page = scene.page.url();
      const hosts = [page, form.action].map(hostOf);
      if (hosts.some((host) => host === null || isProtected(host))) {
        done.push({ pageUrl: cutText(page, caps.url), action: cutText(form.action, caps.url), marker, purposes: [], outcome: 'not-sent', endedAt: cutText(page, caps.url), blockedHosts: [], atMs: scene.atMs() });
        break;
      }
      guard ??= await guardMarked(scene.cdp, marker, isProtected);
      const atMs = scene.atMs();
      const before = guard.blocked.length;
      const purposes = await fillIn(scene, form, marker);
      if (form.submit !== null) await press(scene, form.submit);
      else await enter(scene);
      await clock.settle(rest, quietMs, Math.min(nextStepMs, leftMs()));
      const endedAt = scene.page.url();
      done.push({ pageUrl: cutText(page, caps.url), action: cutText(form.action, caps.url), marker, purposes, outcome: endedAt.split('#')[0] === page.split('#')[0] ? 'stayed' : 'moved-on', endedAt: cutText(endedAt, caps.url), blockedHosts: [...new Set(guard.blocked.slice(before))].slice(0, 20), atMs });
    }
  } finally {
    await guard?.end();
  }
};

const isSame = (last: FormSubmission | undefined, form: NextForm): boolean => last?.outcome === 'stayed' && last.purposes.join() === form.fields.map(fieldPurpose).join();

/** "hr" and ten letters: unique to the capture, found again wherever the data turns up. */
const newMarker = (): string => `hr${randomBytes(5).toString('hex')}`;

const hostOf = (url: string): string | null => (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? new URL(url).hostname : null);

const nextForm = async ({ cdp }: Scene): Promise<NextForm | null> => readApart<NextForm>(cdp, await mainFrameOf(cdp), nextFormScript);

const fillIn = async (scene: Scene, { fields }: NextForm, marker: string): Promise<FieldPurpose[]> => {
  const purposes: FieldPurpose[] = [];
  for (const field of fields.slice(0, 20)) {
    const purpose = fieldPurpose(field);
    purposes.push(purpose);
    await press(scene, field);
    if (field.type === 'checkbox' || field.type === 'radio') continue;
    if (field.options > 0) { await enter(scene, 'ArrowDown', 40); continue; }
    await scene.deadline.within(answerMs, scene.cdp.send('Input.insertText', { text: canaryFor(purpose, marker, field.maxLength) }).catch(() => {})); // the page moved on
  }
  return purposes;
};

const enter = async ({ cdp, deadline }: Scene, key = 'Enter', code = 13): Promise<void> => {
  const said = { key, code: key, windowsVirtualKeyCode: code, nativeVirtualKeyCode: code };
  await deadline.within(answerMs, Promise.allSettled([cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', ...said, ...(key === 'Enter' ? { text: '\r' } : {}) }), cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...said })]));
};

/**
 * Made-up data for a field. Addresses are under example.com (RFC 2606), telephone numbers of the range kept for
 * fiction (+1 ... 555 0100 to 0199), the social security number of an area that is never given (000), the account of
 * a country that is none (XX). Exported for its test.
 */
export const canaryFor = (purpose: FieldPurpose, marker: string, maxLength: number | null = null): string => {
  const digits = [...marker.slice(2)].map((letter) => String(parseInt(letter, 16) % 10)).join('');
  const value = ((): string => {
    switch (purpose) {
      case 'email': return `${marker}@example.com`;
      case 'username': case 'hidden': case 'submit': case 'other': case 'file': case 'search': return marker;
      case 'password': return `${marker}-Aa1!`;
      case 'phone': return `+12025550${100 + (Number(digits.slice(0, 2)) % 100)}`;
      case 'one-time-code': return '000000';
      case 'card-number': return wrongCard(digits);
      case 'card-expiry': return '01/30';
      case 'card-code': case 'pin': return '0000'.slice(0, purpose === 'pin' ? 4 : 3);
      case 'seed-phrase': return Array.from({ length: 12 }, () => marker).join(' ');
      case 'national-id': return '000-00-0000';
      case 'bank-account': return `XX00 ${digits}`;
      case 'name': return `Example ${marker}`;
      case 'address': return `1 Example Street ${marker}`;
      default: return purpose satisfies never;
    }
  })();
  return maxLength === null ? value : value.slice(0, maxLength);
};

/** 16 digits that begin with 9999 (no card network has them; ISO/IEC 7812 leaves 9 to countries) and fail the Luhn check. */
const wrongCard = (digits: string): string => {
  const body = `9999${digits.padEnd(11, '0').slice(0, 11)}`;
  // From the right, the check digit's place left out, every other digit counts twice (ISO/IEC 7812-1, annex B).
  const sum = [...body].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  const right = (10 - (sum % 10)) % 10;
  return `${body}${(right + 1) % 10}`;
};

/** Fails every request of the page and its frames that carries the marker, or any but a read, to a protected host. */
const guardMarked = async (cdp: CDPSession, marker: string, isProtected: (host: string) => boolean): Promise<{ readonly blocked: string[]; end(): Promise<void> }> => {
  const blocked: string[] = [];
  cdp.on('Fetch.requestPaused', ({ requestId, request }) => {
    const host = hostOf(request.url);
    const sends = !/^(?:GET|HEAD|OPTIONS)$/.test(request.method) || `${request.url}\n${request.postData ?? ''}`.includes(marker);
    const isBlocked = host !== null && sends && isProtected(host);
    if (isBlocked) blocked.push(host);
    cdp.send(isBlocked ? 'Fetch.failRequest' : 'Fetch.continueRequest', isBlocked ? { requestId, errorReason: 'BlockedByClient' } : { requestId }).catch(() => {}); // the page is gone
  });
  await cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
  return { blocked, end: async () => { await cdp.send('Fetch.disable').catch(() => {}); } }; // the page is gone
};
