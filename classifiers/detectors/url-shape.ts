import { defineDetector } from '../finding.ts';
import { chosenLabel, ownerOf } from '../hosts.ts';
import { isBelow } from '../rules/parties.ts';
import { dynamicDns, riskySuffixes, shorteners, userContent } from '../rules/hosts.ts';

/** What a URL alone says, for `rate` and for the question whether a page that shows nothing is worth a second look. A prior, never a deed. */
const signals = {
  'ip-host': 'The host is a bare IP address.',
  'punycode': 'The host\'s name is written in letters of another script.',
  'dynamic-dns': 'The host stands under a dynamic DNS service.',
  'platform-tenant': 'The host is a tenant of a hosting platform.',
  'lure-words-host': 'The host\'s name has words of a lure: login, verify, secure, account, wallet ...',
  'lure-words-path': 'The path has words of a login or a check.',
  'risky-suffix': 'The host stands under a suffix that is often abused.',
  'deep-host': 'The host has four or more labels above its registrable domain.',
  'many-digits': 'A third of the host\'s own label are digits.',
  'random-label': 'The host\'s own label looks drawn by lot.',
  'program-path': 'The path ends in the name of a program, a script or an archive of one.',
  'cms-folder': 'The path leads to a login below a folder of a content system where no page belongs.',
  'script-login': 'The path ends in a PHP script called like a login.',
  'odd-port': 'The URL names a port other than the usual.',
  'encoded-address': 'The URL carries an e-mail address, plain or encoded.',
  'redirect-parameter': 'A parameter of the URL is a URL of another owner.',
  'short-link': 'The URL is a short link: it says nothing of where it leads.',
} as const;

const lureWords = /(?:^|[^a-z])(?:log-?in|log-?on|sign-?in|verif(?:y|ication|izieren|ier|icar)|secur(?:e|ity)|account|konto|compte|cuenta|conta|update|confirm|unlock|suspend(?:ed)?|billing|invoice|rechnung|recover(?:y)?|restore|wallet|airdrop|claim|bonus|gift|prize|refund|support|helpdesk|service|customer|auth|sso|webmail|portal|kyc|2fa|mfa|password|passwort|signon|banking|online-?bank|ebank|track(?:ing)?|parcel|delivery|customs|limited|alert|validat(?:e|ion)|authenticate)(?![a-z]{3})/g;

export const urlShape = defineDetector<keyof typeof signals>({
  name: 'url-shape',
  needs: [],
  signals,
  detect(subject, report) {
    const url = new URL(subject.url.visit);
    const { host } = subject.url;
    const owner = ownerOf(host);
    const brand = subject.brands.ownerOf(host);
    const say = (what: keyof typeof signals, at: string): void => report(what, { threat: null, part: 'url', at, says: signals[what] });
    const path = url.pathname.toLowerCase().slice(0, 2000);
    if (isBelow(host, shorteners)) say('short-link', host);
    if (url.port !== '') say('odd-port', url.port);
    if (programPath.test(path)) say('program-path', path.slice(-80));
    if (mailAddress.test(safelyDecoded(url.search + url.hash + url.pathname))) say('encoded-address', url.search.slice(0, 80));
    const target = [...url.searchParams.values()].slice(0, 40).find((value) => /^https?:\/\//i.test(value) && URL.canParse(value) && ownerOf(new URL(value).hostname).domain !== owner.domain);
    if (target !== undefined) say('redirect-parameter', target);
    if (owner.isAddress) {
      say('ip-host', host);
      return;
    }
    if (brand !== null && !isBelow(host, userContent)) return;
    const label = chosenLabel(host) ?? host;
    const below = owner.domain === null ? '' : host.slice(0, Math.max(0, host.length - owner.domain.length - 1));
    if (host.includes('xn--')) say('punycode', host);
    if (isBelow(host, dynamicDns)) say('dynamic-dns', host);
    else if (owner.isPlatformTenant || isBelow(host, userContent)) say('platform-tenant', owner.suffix ?? host);
    if (owner.suffix !== null && riskySuffixes.includes(owner.suffix)) say('risky-suffix', owner.suffix);
    if ([...`${below}.${label}`.matchAll(lureWords)].length > 0) say('lure-words-host', host);
    if ([...path.matchAll(lureWords)].length >= 2) say('lure-words-path', path.slice(0, 80));
    if (below.split('.').filter((part) => part !== '' && part !== 'www').length >= 4) say('deep-host', host);
    if (label.length >= 6 && (label.match(/\d/g)?.length ?? 0) / label.length >= 1 / 3) say('many-digits', label);
    if (isRandom(label)) say('random-label', label);
    if (cmsFolder.test(path)) say('cms-folder', path.slice(0, 80));
    if (/\/(?:log-?in|sign-?in|verify|account|update|secure|index[0-9]|next|auth)[\w-]{0,20}\.php$/.test(path)) say('script-login', path.slice(-80));
  },
});

const programPath = /\.(?:exe|msi|scr|hta|lnk|vbs|jse?\.zip|apk|iso|img|bat|cmd|ps1|jar|dmg|pkg|msix|appinstaller|sh|elf|arm[5-7]?|mips|mpsl|x86(?:_64)?)$/;
const cmsFolder = /\/(?:wp-(?:content|includes|admin)\/(?!admin-ajax|themes\/[^/]{1,60}\/(?:style|assets)|uploads\/[^?]{0,200}\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|zip|docx?|css|js)$)|(?:images|img|css|js|fonts|tmp|cache|includes|plugins|modules|components|\.well-known)\/)[^?]{0,200}(?:log-?in|sign-?in|verif|secure|account|bank|update|index\.php|\/[a-z0-9]{16,64}\/)/;
const mailAddress = /[\w.+-]{2,64}@[\w-]{2,63}\.[a-z]{2,12}|(?:[?#&=/])(?:[A-Za-z0-9+/]{4}){4,40}(?:QGdtYWls|AZ21haWw|BnbWFpb)/i;

const safelyDecoded = (text: string): string => {
  try {
    return decodeURIComponent(text.slice(0, 4000));
  } catch {
    return text.slice(0, 4000);
  }
};

/** No vowel in six letters in a row, or letters and digits changing places four times. */
const isRandom = (label: string): boolean =>
  label.length >= 8 && !label.startsWith('xn--') && (/[bcdfghjklmnpqrstvwxz]{6}/.test(label) || (label.match(/[a-z]\d|\d[a-z]/g)?.length ?? 0) >= 4);
