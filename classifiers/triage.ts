import type { Subject } from './contract.ts';

/** Bodies that no browser shows as a page and nobody runs. */
const harmlessTypes = /^(?:text\/plain|text\/csv|text\/css|text\/markdown|application\/(?:json|ld\+json|rss\+xml|atom\+xml|manifest\+json|geo\+json)|image\/(?:jpeg|png|gif|webp|avif|x-icon|vnd\.microsoft\.icon)|audio\/|video\/|font\/)/i;

/**
 * Whether one HTTP visit settles it: only what is certain. What answers with an error may answer a browser
 * otherwise, so an error settles it only where the URL looks like nothing (`plainUrl`).
 */
export const isSettledByProbe = (subject: Subject, plainUrl: boolean): boolean => {
  const { outcome } = subject.capture;
  switch (outcome) {
    case 'refused-by-policy':
    case 'quarantined': return true;
    case 'unreachable': return true;
    case 'parked':
    case 'gone':
    case 'server-error': return plainUrl && isBare(subject);
    case 'challenged':
    case 'blocked':
    case 'timed-out':
    case 'too-large':
    case 'crashed': return false;
    case 'visited': return subject.page.downloads.length === 0 && plainUrl && (isHarmless(subject) || (isPage(subject) && isBare(subject)));
    default: return outcome satisfies never;
  }
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
