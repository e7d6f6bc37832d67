import { asksOf } from '../asks.ts';
import { defineDetector, quoted } from '../finding.ts';
import type { Subject } from '../contract.ts';
import { inWords } from '../words.ts';

/**
 * Pages that are no page: told apart because each is followed by something else. A lure that dresses as a
 * check of its visitor is none of them: a challenge is told by its provider's own scripts, not by its words.
 */
const signals = {
  'challenge': 'A bot check of a known provider stands in the way.',
  'parked': 'The name is parked or for sale.',
  'suspended': 'The host has suspended the site.',
  'error-page': 'The page says that it could not be found or made.',
  'default-page': 'The page that a server shows before anybody has put a site on it.',
  'directory-listing': 'A listing of a folder.',
  'empty': 'The page has nothing to read, to fill in or to download.',
} as const;

export type PageState = keyof typeof signals;

export const pageState = defineDetector<PageState>({
  name: 'page-state',
  needs: ['frames', 'html'],
  signals,
  detect(subject, report) {
    const state = stateOf(subject);
    if (state === null) return;
    report(state.state, { threat: null, part: subject.capture.lane === 'render' ? 'frames' : 'html', at: state.at, says: `${signals[state.state]} ${state.at === '' ? '' : quoted(state.at, 60)}`.trim() });
  },
});

/** The one state that the page is in, or null for a page with something of its own. */
export const stateOf = (subject: Subject): { readonly state: PageState; readonly at: string } | null => {
  const { page, text } = subject;
  const main = page.documents[0];
  if (main === undefined || page.downloads.length > 0) return null;
  const title = main.title;
  const words = page.wordCount;
  const said = `${title} ${text.slice(0, 4000)}`;
  const found = (state: PageState, pattern: RegExp, where: string): { readonly state: PageState; readonly at: string } | null => {
    const match = pattern.exec(where);
    return match === null ? null : { state, at: match[0] };
  };
  if (asksOf(subject).length > 0) return null;
  const sources = [...main.resources, ...main.frameSources, ...page.scripts.flatMap(({ url }) => url ?? []), ...page.requests.map(({ url }) => url)].join('\n').slice(0, 200_000);
  const inline = page.scripts.filter(({ kind }) => kind === 'inline').map((script) => script.text.slice(0, 4000)).join('\n').slice(0, 60_000);
  if (words < 250) {
    const challenge = found('challenge', challengeSources, sources) ?? found('challenge', challengeCode, inline);
    if (challenge !== null && (page.status === null || page.status !== 200 || words < 80)) return challenge;
  }
  if (words < 500) {
    const parked = found('parked', parkedWords, said) ?? (words < 200 ? found('parked', parkedSources, sources) : null);
    if (parked !== null && page.forms.every(({ fields }) => fields.length <= 3)) return parked;
  }
  if (words < 200) {
    const suspended = found('suspended', suspendedWords, words < 80 ? said : title);
    if (suspended !== null) return suspended;
    const fallback = found('default-page', defaultWords, said);
    if (fallback !== null) return fallback;
    const listing = found('directory-listing', /^(?:index of \/|directory listing (?:for|of)|index of)/, title);
    if (listing !== null) return listing;
    const error = found('error-page', errorWords, title) ?? (words < 60 ? found('error-page', errorWords, text.slice(0, 400)) : null);
    if (error !== null) return error;
  }
  const hasContent = page.forms.some(({ fields }) => fields.some(({ visible }) => visible)) || main.resources.length > 4 || main.frameSources.length > 0 || page.documents.length > 1;
  return words < 3 && !hasContent ? { state: 'empty', at: '' } : null;
};

const challengeSources = /challenges\.cloudflare\.com\/(?:cdn-cgi\/challenge-platform|turnstile)|\/cdn-cgi\/challenge-platform\/|captcha-delivery\.com|\/_Incapsula_Resource|perimeterx\.net|px-(?:cdn|cloud|captcha)\.net|awswaf\.com|\/\.well-known\/sgcaptcha|ddos-guard\.net|geo\.captcha|hcaptcha\.com\/1\/api\.js\?.{0,40}cloudflare|\/\.within\.website\/|\/_vercel\/security|kasada|arkoselabs\.com\/fc/i;
const challengeCode = /window\._cf_chl_opt|__cf_chl_|cf-browser-verification|awsWafCookieDomainList|gokuProps|sucuri_cloudproxy_js|_pxAppId|ddg\.captcha|anubis_challenge/i;
const parkedWords = inWords(/\b(?:this |the )?domain(?: name)? (?:[a-z0-9.-]{4,80} )?(?:is|may be|might be|could be|has been)(?: listed)? (?:for sale|available for (?:purchase|sale)|parked|registered at|up for sale)|\bbuy this domain|\bparked (?:free|by|at|on|domain)|\bdomain (?:is )?parking\b|\bthis (?:web ?page|site|domain) is parked|\bmake an offer (?:on|for) this domain|\bpurchase this domain|\binquire about this domain|\bthis domain (?:has )?(?:been )?(?:recently )?(?:registered|expired)\b|\bdomain (?:has )?expired\b|diese domain (?:steht zum verkauf|ist (?:geparkt|zu verkaufen|käuflich))|ce (?:nom de )?domaine est (?:à vendre|en vente|parqué)|este dominio (?:está|esta) (?:en venta|a la venta|à venda|aparcado|estacionado)|このドメインは|域名(?:出售|转让)/);
const parkedSources = /sedoparking\.com|parkingcrew\.net|bodis\.com|dan\.com\/|afternic\.com|hugedomains\.com|parklogic|above\.com|d38psrni17bvxu\.cloudfront\.net|\/ls\.php\?|skenzo|uniregistry|parking\.reg\.ru|img1?\.sedo|searchvity/i;
const suspendedWords = inWords(/\b(?:this )?(?:account|site|website|web ?page|hosting|service|domain) (?:has been |is |was )(?:temporarily |currently )?(?:suspended|disabled|deactivated|terminated|taken down|blocked by)|\bbandwidth limit exceeded|\bcontact (?:your )?(?:hosting provider|the hosting)|\bdeceptive site\b|\bsuspected phishing\b|konto (?:wurde )?gesperrt|compte (?:a été )?suspendu|cuenta suspendida/);
const defaultWords = /\bwelcome to nginx|\bapache2? (?:ubuntu |debian |centos |http server )?(?:default|test) page|\bit works!|\biis windows server|\bdefault (?:web ?)?(?:site|page|server page)|\bweb server is working|\bplesk\b.{0,40}default|\bfuture home of|\btest page for the (?:apache|nginx|http)|\bthis is the default|\bsite (?:not |is not )(?:yet )?(?:published|configured)|\bwelcome to (?:openresty|caddy|tengine|litespeed)|\bcongratulations\b.{0,40}caddy|\bunder construction\b|\bcoming soon\b|there isn't a github pages site here|\bno such (?:app|site|bucket)/;
const errorWords = inWords(/\b(?:error )?(?:404|410|403|500|502|503|504)\b.{0,20}(?:not found|forbidden|error|bad gateway|unavailable|gone|time-?out)|\b(?:page|file|site|url|object|document)? ?(?:could |can )?not (?:be )?found\b|\binternal server error|\bbad gateway|\bservice (?:temporarily )?unavailable|\baccess denied|\bforbidden\b|\berror establishing a database|\bthis (?:site|page) can't be|\bfatal error: |\bseite (?:wurde )?nicht gefunden|\bpage (?:introuvable|non trouvée)|página no encontrada|pagina non trovata/);
