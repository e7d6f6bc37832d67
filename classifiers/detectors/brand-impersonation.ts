import type { Form } from '../../records/index.ts';
import { asksOf, firstStepOf, loginSecrets, secretsInWords, waitingLoginOf } from '../asks.ts';
import { claimsOf, mayBe, ownedBrandOf, strongClaim, type Claim, type ClaimPlace } from '../claims.ts';
import type { Subject } from '../contract.ts';
import { defineDetector, quoted, type Report } from '../finding.ts';
import { chosenLabel, hostOf, sameParty, siteOf } from '../hosts.ts';
import { identityProviders, isBelow, sharedNetworks } from '../rules/parties.ts';

/** Who a page says it is, against who owns the host. */
const signals = {
  'login': 'A page says in several places that it is a brand, stands on a host that is not the brand\'s, and asks for a secret.',
  'first-step': 'The same, asking for the user\'s name only as the first step of a login, or with a password field that is not shown yet.',
  'foreign-recovery': 'A page that asks for a password sends who forgot it, or has no account, to a brand\'s own host, though it is not the brand\'s.',
  'foreign-recovery-unlisted': 'The same, to one other owner that no catalogue has.',
  'thorough': 'A page on a host that is not the brand\'s says in five or more places that it is the brand, and asks for a secret or starts a login.',
  'bare-login': 'A small page that asks for a password and leads to no page of its own bears the sign or the name of one brand.',
  'partial-step': 'A page that starts a login, or holds a password field, names a brand in one place where a page names itself.',
  'partial-login': 'A page that asks for a secret names a brand in one place where a page names itself.',
  'account': 'A page asks for a password to a brand\'s account in so many words, on a host that is not the brand\'s.',
  'brand-links': 'A page that claims a brand and asks for a secret links to the brand\'s real hosts.',
  'claim': 'A page says in several places that it is a brand, on a host that is not the brand\'s, and asks for nothing.',
  'whole-page': 'A page that says in three or more places that it is a brand asks for nothing, stands on a free tenant or calls itself official.',
  'wallet-page': 'The same where the brand is a crypto wallet and the page stands alone on its host: such a page leads to a false program or asks for the recovery phrase on its next page.',
  'declared-elsewhere': 'A page that asks for a secret declares an address of another owner as its own.',
  'drawn-address': 'A page that asks for a password shows the address of a brand\'s login as text, as if in an address bar.',
  'drawn-window': 'The same, on a page that also bears the brand\'s name or sign: a browser window drawn inside of the page.',
  'own-host': 'The host is the brand\'s own, and not one where anybody can put a page.',
  'other-owner-links': 'A page that asks for a password draws its icon, images and links from one other owner.',
} as const;

type What = keyof typeof signals;

export const brandImpersonation = defineDetector<What>({
  name: 'brand-impersonation',
  needs: ['frames', 'html'],
  signals,
  detect(subject, report) {
    const { host } = subject.final;
    const asks = asksOf(subject).filter(({ form }) => !isOwners(subject, form));
    const hostBrand = ownedBrandOf(subject);
    if (hostBrand !== null) {
      report('own-host', { threat: null, part: 'url', at: host, brand: hostBrand.name, says: `${host} is ${hostBrand.name}'s own.` });
      return;
    }
    const claim = claimsOf(subject)[0];
    const ownerSpeaks = claimsOf(subject).some(({ brand, worth }) => worth >= 2 && mayBe(brand, host, subject));
    if (claim !== undefined && !ownerSpeaks) claimed(subject, claim, asks.length > 0 ? secretsInWords(new Set(asks.flatMap(({ secrets }) => [...secrets]))) : null, report);
    const asksLogin = asks.some(({ secrets }) => loginSecrets.some((secret) => secrets.has(secret)));
    if (asksLogin) drawnAddress(subject, report);
    if (asks.length > 0 && !ownerSpeaks) declaredElsewhere(subject, report);
    if (asksLogin || waitingLoginOf(subject) !== null) foreignRecovery(subject, asksLogin, report);
    if (asksLogin && (claim === undefined || claim.worth < strongClaim) && !ownerSpeaks) otherOwner(subject, report);
  },
});

/** Where a page names itself; a logo alone may be a friend's. */
const ownPlaces: readonly ClaimPlace[] = ['title', 'site name', 'copyright line', 'heading', 'icon', 'declared address'];

const claimed = (subject: Subject, claim: Claim, secrets: string | null, report: Report<What>): void => {
  const { brand, places, worth } = claim;
  const where = [...places].join(', ');
  const said = { threat: 'phishing', part: subject.page.documents.length > 0 && subject.capture.lane === 'render' ? 'frames' : 'html', at: where, brand: brand.name } as const;
  const { host } = subject.final;
  const firstStep = firstStepOf(subject) ?? waitingLoginOf(subject);
  // A logo may be a friend's, and "your X account" a way in among others: it takes a place where a page names itself.
  const named = ownPlaces.some((place) => places.has(place)) || places.has('text') || places.size >= 3;
  const strong = worth >= strongClaim && places.size >= 2 && named;
  if (strong && secrets !== null) report('login', { ...said, says: `The page presents itself as ${brand.name} (${where}) and asks for ${secrets}, but ${host} is not ${brand.name}'s.` });
  else if (strong && firstStep !== null && !isOwners(subject, firstStep)) report('first-step', { ...said, says: `The page presents itself as ${brand.name} (${where}) and starts a login, but ${host} is not ${brand.name}'s.` });
  else if (strong) report('claim', { ...said, says: `The page presents itself as ${brand.name} (${where}), but ${host} is not ${brand.name}'s.` });
  else if (worth >= 2 && secrets !== null && ownPlaces.some((place) => places.has(place))) report('partial-login', { ...said, says: `The page names ${brand.name} (${where}) and asks for ${secrets}, but ${host} is not ${brand.name}'s.` });
  if (worth >= thoroughClaim && places.size >= 5 && (secrets !== null || firstStep !== null)) report('thorough', { ...said, says: `The page presents itself as ${brand.name} in ${places.size} places (${where}), but ${host} is not ${brand.name}'s.` });
  if (!strong && secrets === null && firstStep !== null && worth >= 2 && !isOwners(subject, firstStep) && ownPlaces.some((place) => places.has(place))) report('partial-step', { ...said, says: `The page names ${brand.name} (${where}) and starts a login, but ${host} is not ${brand.name}'s.` });
  if (secrets !== null && subject.page.wordCount <= maxBareWords && !hasOwnPages(subject) && bearing.some((place) => places.has(place)) && claimsOf(subject).filter((claim) => !mayBe(claim.brand, host, subject)).length <= 2) {
    report('bare-login', { ...said, says: `A small page on ${host} that leads nowhere bears ${brand.name} (${where}) and asks for ${secrets}.` });
  }
  if (secrets !== null && places.has('account words') && worth >= 3 && named) report('account', { ...said, says: `The page asks for ${secrets} to an account of ${brand.name} (${where}), but ${host} is not ${brand.name}'s.` });
  const official = /®|™|\(tm\)|\bofficial\b|\blog ?in\b|\bsign ?in\b|\bstart\b|\bextension\b|\bwallet\b/.test(subject.page.documents[0]?.title ?? '');
  const shown = [...places].filter((place) => place !== 'text' && place !== 'description' && place !== 'account words').length;
  const brandSpeaks = subject.page.documents.some(({ main, url }) => !main && subject.brands.ownerOf(hostOf(url) ?? '') === brand);
  if (secrets === null && firstStep === null && worth >= strongClaim && shown >= 3 && !brandSpeaks && (places.has('title') || places.has('logo')) && (subject.owner.isPlatformTenant || official)) {
    report('whole-page', { ...said, says: `The page presents itself as ${brand.name} (${where}) throughout, but ${host} is not ${brand.name}'s.` });
    if (walletNames.test(brand.name) && !hasOwnPages(subject) && /\bwallet/.test(subject.text)) report('wallet-page', { ...said, says: `${brand.name} holds its customers' keys; whoever trusts a page on ${host} with them loses what they open.` });
  }
  if (worth >= 2 && secrets !== null && (places.has('links') || places.has('images') || places.has('icon'))) {
    report('brand-links', { ...said, says: `A page on ${host} that asks for ${secrets} takes links or images from the real ${brand.name}.` });
  }
};

/** Wallets whose keys their owner holds: nobody gets back what is sent from them. */
const walletNames = /^(?:metamask|trust ?wallet|phantom|ledger|trezor|exodus|safepal|tokenpocket|imtoken|atomic ?wallet|keplr|solflare|walletconnect|myetherwallet|electrum|rabby|coinbase wallet|zerion|argent|rainbow|tangem|coolwallet|keepkey|bitbox|guarda)\b|\bwallet$/i;

/** "https://accounts.brand.example/authorize?..." as text of a page of another owner, at most two words away from the text's start or a lock. */
const drawnAddress = (subject: Subject, report: Report<What>): void => {
  for (const [shown] of [...subject.text.slice(0, 60_000).matchAll(/https? ?:\/\/[a-z0-9.-]{4,100}\/[^ ]{0,200}/g)].slice(0, 50)) {
    const host = hostOf(shown.replace(' ', ''));
    const brand = host === null ? null : subject.brands.ownerOf(host);
    if (brand === null || mayBe(brand, subject.final.host, subject) || !/\/(?:[^ ]{0,80}\/)?(?:o?auth|authorize|log-?in|sign-?in|openid|sso|session|account)/.test(shown)) continue;
    const claims = claimsOf(subject).some((claim) => claim.brand === brand && claim.worth >= 2);
    report(claims ? 'drawn-window' : 'drawn-address', { threat: 'phishing', part: subject.capture.lane === 'render' ? 'frames' : 'html', at: shown, brand: brand.name, says: `A page on ${subject.final.host} that asks for a password shows ${quoted(shown, 80)} as text.` });
    return;
  }
};

/** A form of the claimed brand itself, in a frame or by where it sends, or of software that a company runs on its own host. */
const isOwners = (subject: Subject, form: Form): boolean => {
  const brands = [form.frameUrl, form.action].map((url) => hostOf(url ?? '')).flatMap((host) => (host === null ? [] : subject.brands.ownerOf(host) ?? []));
  return isInstalledSoftware(form.action) || claimsOf(subject).some(({ brand }) => brands.includes(brand));
};

/** Log-in pages of software that companies run on their own hosts and that bear its maker's name. */
const isInstalledSoftware = (action: string | null): boolean =>
  action !== null && /\/(?:owa\/auth|adfs\/ls|adfs\/oauth2|cookieauth\.dll|my\.policy|\+cscoe\+|remote\/logincheck|dana-na\/auth|wp-login\.php|users\/sign_in|j_security_check|cgi\/login)/i.test(action);

/** Where a page that says next to nothing bears a brand of its own choice; logos beside a login may be other ways in. */
const bearing: readonly ClaimPlace[] = [...ownPlaces, 'text', 'account words', 'file name of the logo'];
const thoroughClaim = 7;
const maxBareWords = 150;

/** A link to another page of the same site. */
const hasOwnPages = ({ page, final }: Subject): boolean => page.links.slice(0, 400).some(({ href }) => {
  const target = hostOf(href);
  return target !== null && siteOf(target) === siteOf(final.host) && new URL(href).pathname !== new URL(final.visit).pathname;
});

/** A copy of somebody's page keeps the address that it had. Other addresses of the same owner and its own sub-domains are no copy. */
const declaredElsewhere = (subject: Subject, report: Report<What>): void => {
  const { host } = subject.final;
  const label = chosenLabel(host) ?? host;
  for (const url of subject.page.documents[0]?.declaredUrls ?? []) {
    const declared = hostOf(url);
    if (declared === null || sameParty(declared, host, subject.brands) || siteOf(declared) === siteOf(subject.url.host) || isBelow(declared, sharedNetworks)) continue;
    const theirs = chosenLabel(declared) ?? declared;
    if (theirs.includes(label) || label.includes(theirs)) continue;
    report('declared-elsewhere', { threat: 'phishing', part: subject.capture.lane === 'render' ? 'frames' : 'html', at: url, brand: subject.brands.ownerOf(declared)?.name ?? null, says: `A page on ${host} that asks for a secret declares ${declared} as its own address.` });
    return;
  }
};

const recoveryWords = /forg[oe]t|recover|reset|lost.?pass|trouble|create.{0,12}account|sign.?up|regist|join|password|passwort|vergessen|oubli|olvid|esquec|dimentica|inscri|registr|忘|パスワード/i;

/** "Forgot password?" and "Create an account" that leave for the owner whose login this pretends to be. */
const foreignRecovery = (subject: Subject, asksLogin: boolean, report: Report<What>): void => {
  const { host } = subject.final;
  const own = siteOf(host);
  const leaving = subject.page.links.slice(0, 400).flatMap(({ href, text }) => {
    const target = hostOf(href);
    if (target === null || !recoveryWords.test(`${text.slice(0, 80)} ${new URL(href).pathname.slice(0, 200)}`)) return [];
    return [{ target, href, stays: siteOf(target) === own }];
  });
  // Who has a recovery page of their own, or sends to several owners (buttons to sign in with), is somebody.
  const [first] = leaving;
  if (first === undefined || leaving.some(({ stays, target }) => stays || siteOf(target) !== siteOf(first.target))) return;
  const brand = subject.brands.ownerOf(first.target);
  if ((brand === null && isBelow(first.target, identityProviders)) || (brand !== null && mayBe(brand, host, subject))) return;
  const said = { threat: 'phishing', part: 'links', at: first.href, brand: brand?.name ?? null } as const;
  const says = `A page on ${host} that ${asksLogin ? 'asks for' : 'holds a field for'} a password sends who forgot it to ${first.target}.`;
  report(brand === null ? 'foreign-recovery-unlisted' : 'foreign-recovery', { ...said, says });
};

/** Without the catalogue: at least 3 resources and links, 80 % of those that lead anywhere named, the icon among them, of one other owner. */
const otherOwner = (subject: Subject, report: Report<What>): void => {
  const own = siteOf(subject.final.host);
  const main = subject.page.documents[0];
  if (main === undefined) return;
  const sites = [...main.resources, ...main.anchors].flatMap((url) => {
    const host = hostOf(URL.canParse(url, main.url) ? new URL(url, main.url).href : url);
    return host === null || isBelow(host, sharedNetworks) ? [] : [siteOf(host)];
  });
  const counts = new Map<string, number>();
  for (const site of sites) counts.set(site, (counts.get(site) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  if (most === undefined || most[0] === own || most[1] < 5 || most[1] / sites.length < 0.8) return;
  if (!main.iconUrls.some((url) => siteOf(hostOf(url) ?? '') === most[0]) && !main.declaredUrls.some((url) => siteOf(hostOf(url) ?? '') === most[0])) return;
  report('other-owner-links', { threat: 'phishing', says: `A page on ${subject.final.host} that asks for a password takes ${most[1]} of ${sites.length} links and images from ${most[0]}.`, part: subject.capture.lane === 'render' ? 'frames' : 'html', at: most[0] });
};
