import type { Subject } from './contract.ts';
import { testsVisitor } from './detectors/script-lure.ts';
import { hostOf, sameParty } from './hosts.ts';

/** Bodies that no browser shows as a page and nobody runs. */
const harmlessTypes = /^(?:text\/plain|text\/csv|text\/css|text\/markdown|application\/(?:json|ld\+json|rss\+xml|atom\+xml|manifest\+json|geo\+json)|image\/(?:jpeg|png|gif|webp|avif|x-icon|vnd\.microsoft\.icon)|audio\/|video\/|font\/)/i;

/** What triage knows beside the page. */
export interface TriageFacts {
  /** Nothing in the URL alone is suspicious. */
  readonly plainUrl: boolean;
  /** Nothing that the detectors saw in the probe's capture is, taken together. */
  readonly plainPage: boolean;
  /** Whether a URL that the page loads code from looks like nothing either. */
  readonly isPlain: (url: string) => boolean;
}

/**
 * Whether one HTTP visit settles it. A browser is for what could be otherwise than it looks: a page that asks for a
 * secret, builds itself, tests its visitor, moves on by script, or runs code that is not to be read. An ordinary page
 * with content of its own is settled although it has scripts. What answers with an error may answer a browser
 * otherwise, so an error settles it only where the URL looks like nothing; a name that doesn't exist settles it always.
 */
export const isSettledByProbe = (subject: Subject, facts: TriageFacts): boolean => {
  const { outcome, failure } = subject.capture;
  switch (outcome) {
    case 'refused-by-policy':
    case 'quarantined': return true;
    case 'unreachable': return true;
    case 'gone': return failure?.code === 'dns' || (facts.plainUrl && isBare(subject));
    case 'parked':
    case 'server-error': return facts.plainUrl && isBare(subject);
    case 'challenged':
    case 'blocked':
    case 'timed-out':
    case 'too-large':
    case 'crashed': return false;
    case 'visited': return subject.page.downloads.length === 0 && facts.plainUrl && (isHarmless(subject) || (isPage(subject) && (isBare(subject) || (facts.plainPage && isOrdinary(subject, facts)))));
    default: return outcome satisfies never;
  }
};

/** Words of visible text from which a page has content of its own: a shell that scripts fill has fewer. */
const ownWords = 100;

/** Code that hides what it does, leads away, takes something to the clipboard, or opens what no text shows. */
const opaqueCode = /\b(?:eval|atob|unescape|execScript|importScripts)\s{0,3}\(|fromCharCode|\bFunction\s{0,3}\(|document\s{0,3}\.\s{0,3}write|(?:location|location\s{0,3}\.\s{0,3}href)\s{0,3}=[^=]|location\s{0,3}\.\s{0,3}(?:replace|assign)|\.clipboard\b|execCommand|createObjectURL|serviceWorker|WebAssembly|new\s{1,5}(?:Shared)?Worker|WebSocket|ActiveXObject|\bdebugger\b|(?:\\x[\da-fA-F]{2}){8}|(?:%[\da-fA-F]{2}){40}|[\w+/]{1200}/;

/** Secrets in any field, shown or not: a hidden login is shown by a script. */
const secretPurposes: ReadonlySet<string> = new Set(['password', 'one-time-code', 'card-number', 'card-code', 'card-expiry', 'seed-phrase', 'pin', 'bank-account', 'national-id']);

/** A page with text of its own that was read whole, asks for no secret, embeds nothing of others, and whose code hides nothing. */
const isOrdinary = (subject: Subject, { isPlain }: TriageFacts): boolean => {
  const { page, capture, final } = subject;
  const { html, forms, links, scripts } = capture.parts;
  if (page.status !== 200 || page.wordCount < ownWords) return false;
  if (html.state !== 'collected' || html.cut !== null || forms.state !== 'collected' || forms.cut !== null || links.state !== 'collected' || scripts.state !== 'collected' || scripts.value.length > 60) return false;
  if (page.hops.some(({ by }) => by !== 'http') || page.documents.some(({ refresh }) => refresh !== null)) return false;
  if (page.forms.some(({ fields }) => fields.some(({ purpose }) => secretPurposes.has(purpose)))) return false;
  const isOwn = (url: string): boolean => { const host = hostOf(url); return host !== null && sameParty(host, final.host, subject.brands); };
  if (page.documents.some(({ frameSources, hiddenFrames }) => hiddenFrames.length > 0 || frameSources.some((source) => !URL.canParse(source, capture.finalUrl) || !isPlain(new URL(source, capture.finalUrl).href)))) return false;
  const code = page.scripts.flatMap(({ url, text }) => (url === null ? [text] : []));
  if (page.scripts.some(({ url }) => url !== null && !isOwn(url) && !isPlain(url)) || code.some((text) => opaqueCode.test(text)) || testsVisitor([], code)) return false;
  return !/<(?:object|embed|applet|portal)\b|\son(?:load|error|beforeunload|mousemove|copy|contextmenu|keydown)\s?=/i.test(html.value.slice(0, 2_000_000));
};

const isHarmless = (subject: Subject): boolean => harmlessTypes.test(subject.page.contentType ?? '') && subject.page.documents.every(({ text }) => !/<script|<html/i.test(text));

const isPage = (subject: Subject): boolean => /^(?:text\/html|application\/xhtml\+xml)/i.test(subject.page.contentType ?? '') && subject.page.wordCount > 0;

/** No script, form, frame or refresh, no way there that a script made, and no lure in its links. */
const isBare = ({ page, capture }: Subject): boolean =>
  page.scripts.length === 0 && page.forms.length === 0
  && page.documents.every((document) => document.refresh === null && document.frameSources.length === 0)
  && page.hops.every(({ by }) => by === 'http')
  && page.links.every(({ href }) => !/\.(?:exe|msi|apk|iso|img|zip|rar|7z|js|vbs|hta|lnk|dmg|pkg|scr|bat)(?:[?#]|$)/i.test(href) && /^(?:https?|mailto|tel):/i.test(href))
  && capture.parts.html.state === 'collected' && !/<(?:script|object|embed|applet|svg|meta\s[^>]{0,40}refresh)\b|\son[a-z]{3,20}\s?=/i.test(capture.parts.html.value.slice(0, 2_000_000));
