import { defineDetector, quoted, type Report } from '../finding.ts';
import { asksFor, asksOf, loginSecrets, secretsInWords, type Ask } from '../asks.ts';
import type { Subject } from '../contract.ts';
import { hostOf, ownerOf, sameParty, siteOf } from '../hosts.ts';
import { receiverOf } from '../rules/receivers.ts';
import { dynamicDns, freeHosts } from '../rules/hosts.ts';
import { identityProviders, isBelow, paymentProviders } from '../rules/parties.ts';
import { unpack } from '../unpack.ts';
import { inWords } from '../words.ts';

/** What a page asks for, and where the answer goes. */
const signals = {
  'to-receiver': 'A form for a secret sends it to a bot, a web hook catcher or a form-to-mail relay.',
  'script-to-receiver': 'A page that asks for a secret carries a script that sends to a bot, a web hook catcher or a form-to-mail relay.',
  'to-address': 'A form for a secret sends it to a bare IP address that is not the page\'s own.',
  'to-other-owner': 'A form for a secret sends it to a host of another owner that is no known identity or payment provider.',
  'to-tenant': 'A form for a secret sends it to a free tenant of a hosting platform that is not the page\'s own host.',
  'script-to-tenant': 'A script of a page that asks for a secret sends to such a tenant.',
  'script-to-other-owner': 'A form for a secret names no target, and a script of the page itself sends to another owner.',
  'data-page': 'A secret is asked for on a page that has no host: data: or blob:.',
  'foreign-frame': 'A secret is asked for in a frame of another owner that is no known identity or payment provider.',
  'recovery-phrase': 'A page asks for the recovery phrase of a wallet.',
  'many-secrets': 'One page asks for three or more kinds of secret.',
  'card-and-pin': 'A page asks for a payment card together with its PIN, a bank account or a national identity number.',
  'downgrade': 'A secure page sends a secret over plain HTTP.',
  'plain-http': 'A secret is asked for over plain HTTP.',
  'ip-host': 'A secret is asked for on a bare IP address.',
  'dead-links': 'A small page that asks for a password has links that lead nowhere.',
  'platform-tenant': 'A secret is asked for on a free tenant of a hosting platform.',
  'mailto': 'A form for a secret sends it by e-mail.',
  'alone': 'A small page that asks for a password leads to no other page of its own site.',
  'collector-script': 'A form for a secret sends it to a server script that is named after taking or passing on what is typed.',
  'wifi-key': 'A page asks for the key of a wireless network.',
  'portal-password': 'A page that gives access to a network asks for an e-mail account with its password.',
  'sends-nothing': 'A page that asks for a secret has no form target and no script that could send anything.',
} as const;

type What = keyof typeof signals;

export const credentialForm = defineDetector<What>({
  name: 'credential-form',
  needs: ['forms'],
  signals,
  detect(subject, report) {
    const asks = asksOf(subject);
    if (asks.length === 0) return;
    for (const ask of asks) {
      whereItGoes(subject, ask, report);
      whereItStands(subject, ask, report);
    }
    whatItAsks(subject, asks, report);
    whatScriptsSend(subject, asks, report);
    const logins = asksFor(subject, ...loginSecrets);
    if (logins.length > 0) {
      deadLinks(subject, report);
      alone(subject, report);
      networkAccess(subject, logins, report);
    }
    const collector = asks.find(({ form, targetHost }) => form.action !== null && targetHost !== null && collectorName.test(new URL(form.action).pathname));
    if (collector !== undefined) report('collector-script', { threat: 'phishing', says: `A form that asks for ${secretsInWords(collector.secrets)} sends it to ${quoted(new URL(collector.form.action ?? '').pathname, 60)}.`, ...at(collector) });
    sendsNothing(subject, asks, report);
  },
});

const at = (ask: Ask): { readonly part: 'forms'; readonly at: string } => ({ part: 'forms', at: `form ${ask.index}${ask.form.action === null ? '' : `, action ${ask.form.action}`}` });

const whereItGoes = (subject: Subject, ask: Ask, report: Report<What>): void => {
  const { form, targetHost } = ask;
  const what = secretsInWords(ask.secrets);
  const receiver = form.action === null ? null : receiverOf(form.action);
  if (receiver !== null) report('to-receiver', { threat: 'phishing', says: `A form that asks for ${what} sends it to a ${receiver.kind} service (${receiver.address}).`, ...at(ask) });
  if (form.action !== null && /^mailto:/i.test(form.action)) report('mailto', { threat: 'phishing', says: `A form that asks for ${what} sends it by e-mail.`, ...at(ask) });
  const from = ask.frameHost ?? subject.final.host;
  if (targetHost === null || receiver !== null || sameParty(from, targetHost, subject.brands)) return;
  if (ownerOf(targetHost).isAddress) report('to-address', { threat: 'phishing', says: `A form that asks for ${what} sends it to the address ${targetHost}.`, ...at(ask) });
  else if (!isBelow(targetHost, [...identityProviders, ...paymentProviders])) {
    if (isFreeTenant(targetHost)) report('to-tenant', { threat: 'phishing', says: `A form on ${from} that asks for ${what} sends it to ${targetHost}, a free tenant of a platform.`, ...at(ask) });
    report('to-other-owner', { threat: 'phishing', says: `A form on ${from} that asks for ${what} sends it to ${targetHost}, which has another owner.`, ...at(ask) });
  }
};

const whereItStands = (subject: Subject, ask: Ask, report: Report<What>): void => {
  const what = secretsInWords(ask.secrets);
  const scheme = /^[a-z]+:/i.exec(ask.form.frameUrl)?.[0].toLowerCase();
  if (scheme === 'data:' || scheme === 'blob:') {
    report('data-page', { threat: 'phishing', says: `A ${scheme} page, which has no host to check, asks for ${what}.`, ...at(ask) });
  }
  if (ask.frameHost === null) return;
  if (loginSecrets.some((secret) => ask.secrets.has(secret)) && !sameParty(ask.frameHost, subject.final.host, subject.brands) && !isBelow(ask.frameHost, identityProviders)) {
    report('foreign-frame', { threat: 'phishing', says: `${subject.final.host} shows a frame of ${ask.frameHost} that asks for ${what}.`, ...at(ask) });
  }
  const owner = ownerOf(ask.frameHost);
  if (owner.isAddress) report('ip-host', { threat: 'phishing', says: `${ask.frameHost}, a bare IP address, asks for ${what}.`, ...at(ask) });
  if (owner.isPlatformTenant) report('platform-tenant', { threat: 'phishing', says: `${ask.frameHost}, a tenant of ${owner.operator ?? owner.suffix ?? 'a platform'}, asks for ${what}.`, ...at(ask) });
  if (scheme === 'http:') report('plain-http', { threat: 'phishing', says: `A page asks for ${what} over plain HTTP.`, ...at(ask) });
  if (scheme === 'https:' && ask.form.action !== null && /^http:/i.test(ask.form.action)) report('downgrade', { threat: 'phishing', says: `A secure page sends ${what} over plain HTTP to ${ask.targetHost ?? 'a host'}.`, ...at(ask) });
};

const whatItAsks = (subject: Subject, asks: readonly Ask[], report: Report<What>): void => {
  const [first] = asks;
  if (first === undefined) return;
  const recovery = walletWords.test(subject.text) ? asks.find(({ secrets }) => secrets.has('seed-phrase')) : undefined;
  if (recovery !== undefined) report('recovery-phrase', { threat: 'phishing', says: `${subject.final.host} asks for the recovery phrase of a wallet.`, ...at(recovery) });
  const all = new Set(asks.flatMap(({ secrets }) => [...secrets]));
  if (all.size >= 3) report('many-secrets', { threat: 'phishing', says: `One page asks for ${secretsInWords(all)}.`, ...at(first) });
  const card = asks.find(({ secrets }) => secrets.has('card') && (secrets.has('pin') || secrets.has('bank-account') || secrets.has('national-id')));
  if (card !== undefined) report('card-and-pin', { threat: 'phishing', says: `One form asks for ${secretsInWords(card.secrets)}.`, ...at(card) });
};

const walletWords = /\b(?:wallets?|seed (?:phrase|words?)|mnemonic|recovery phrase|secret phrase|crypto|coins?|tokens?|ledger|portefeuille|billetera|carteira|portafoglio)\b|ウォレット|钱包|кошел/;
const maxTargets = 200;

/** Addresses that the page's own code or its traffic sends to. */
const whatScriptsSend = (subject: Subject, asks: readonly Ask[], report: Report<What>): void => {
  const undirected = asks.find(({ form, targetHost }) => targetHost === null || form.loose || sameParty(subject.final.host, targetHost, subject.brands));
  const sent = subject.page.requests.filter(({ method, type }) => method === 'POST' || type === 'websocket').map(({ url }) => url);
  for (const [index, script] of subject.page.scripts.entries()) {
    const code = `${script.text}\n${unpack(script.text)}`;
    for (const [url] of [...code.matchAll(/(?:https?|wss?):\\?\/\\?\/[^\s"'`<>)]{4,300}/gi)].slice(0, maxTargets)) {
      const receiver = receiverOf(url.replaceAll('\\/', '/'));
      if (receiver !== null) {
        report('script-to-receiver', { threat: 'phishing', says: `A page that asks for ${secretsInWords(asks[0]?.secrets ?? new Set())} has a script that sends to a ${receiver.kind} service (${receiver.address}).`, part: 'scripts', at: `script ${index}${script.url === null ? '' : `, ${script.url}`}` });
        return;
      }
    }
    const ownCode = script.kind !== 'external' || (script.url !== null && siteOf(hostOf(script.url) ?? '') === siteOf(subject.final.host));
    if (undirected === undefined || !ownCode || undirected.secrets.size === 0) continue;
    for (const match of code.matchAll(sends)) {
      const target = hostOf((match[1] ?? '').replaceAll('\\/', '/'));
      if (target === null || sameParty(target, subject.final.host, subject.brands) || isBelow(target, [...identityProviders, ...paymentProviders])) continue;
      if (isFreeTenant(target)) report('script-to-tenant', { threat: 'phishing', says: `A script of a page that asks for ${secretsInWords(undirected.secrets)} sends to ${target}, a free tenant of a platform.`, part: 'scripts', at: `script ${index}: ${quoted(match[0], 120)}` });
      report('script-to-other-owner', { threat: 'phishing', says: `A script of a page that asks for ${secretsInWords(undirected.secrets)} sends to ${target}, which has another owner.`, part: 'scripts', at: `script ${index}: ${quoted(match[0], 120)}` });
      break;
    }
  }
  for (const url of sent) {
    const receiver = receiverOf(url);
    if (receiver !== null) report('script-to-receiver', { threat: 'phishing', says: `A page that asks for a secret sent data to a ${receiver.kind} service (${receiver.address}).`, part: 'requests', at: url });
  }
};

/** fetch("https://..."), $.post('...'), xhr.open("POST", "..."), sendBeacon, WebSocket, axios.post; the address as a literal. */
const sends = /(?:\bfetch|\.(?:post|ajax|sendBeacon|open|put)|\bWebSocket|\baxios)\s{0,5}\(\s{0,10}(?:\{[^}]{0,200}?url\s{0,5}:\s{0,5})?(?:["'](?:POST|PUT)["']\s{0,5},\s{0,5})?["'`]((?:https?|wss?):\\?\/\\?\/[^"'`\s]{4,300})/gi;

const deadLinks = (subject: Subject, report: Report<What>): void => {
  const anchors = subject.page.documents[0]?.anchors ?? [];
  const dead = anchors.filter((href) => href === '' || href === '#' || /^javascript:/i.test(href)).length;
  if (anchors.length >= 4 && anchors.length <= 40 && dead / anchors.length >= 0.75) {
    report('dead-links', { threat: 'phishing', says: `${dead} of ${anchors.length} links of a page that asks for a password lead nowhere.`, part: 'frames', at: 'main document' });
  }
};

/** Names that scripts which pass on what was typed are given; "login.php" alone is anybody's. */
const collectorName = /\/(?:post|next\d?|send(?:er|mail|ing)?|mail(?:er)?|process(?:ing|or)?|submit\d?|result[sz]?|log(?:ger|s)?|save|grab(?:ber)?|catch|steal|hack|victims?|rezult|telegram|tele|bot|pass(?:word)?\d?|input|write|data|action|captiveportal\/index|check|validate|need\d?|one|two|step\d?|verif\w{0,7}|confirm\w{0,5})\.(?:php\d?|asp|aspx|cgi|pl)$/i;

/** Where anybody puts a server script within minutes and without a name. */
const isFreeTenant = (host: string): boolean => ownerOf(host).isPlatformTenant || isBelow(host, [...freeHosts, ...dynamicDns]);

/** A login has a way to its site: a home page, help, terms. This one has none, and no code of its own that could lead there. */
const alone = (subject: Subject, report: Report<What>): void => {
  const { page, final } = subject;
  if (page.wordCount > maxWordsAlone || page.documents.length > 3) return;
  const here = new URL(final.visit).pathname;
  const own = page.links.some(({ href }) => {
    const host = hostOf(href);
    return host !== null && siteOf(host) === siteOf(final.host) && new URL(href).pathname !== here;
  });
  const ownFiles = page.scripts.some(({ url, bytes }) => url !== null && siteOf(hostOf(url) ?? '') === siteOf(final.host) && bytes > maxOwnCodeBytes);
  if (!own && !ownFiles) report('alone', { threat: 'phishing', says: `A small page on ${final.host} that asks for a password leads to no other page of its site.`, part: 'links', at: 'main document' });
};
const maxWordsAlone = 200;
const maxOwnCodeBytes = 150_000;

/** Hotspots let people in by a voucher, a room or a phone; routers that update themselves don't ask for the key. */
const networkAccess = (subject: Subject, logins: readonly Ask[], report: Report<What>): void => {
  const text = subject.text.slice(0, 8000);
  const [login] = logins;
  if (login === undefined || subject.page.wordCount > maxWordsOfPortal) return;
  const wifi = wifiWords.exec(`${text} ${login.form.text.toLowerCase().slice(0, 500)}`)?.[0];
  const labels = login.form.fields.slice(0, 20).map(({ label, name }) => `${label} ${name}`).join(' ').toLowerCase().slice(0, 1000);
  const key = keyWords.exec(`${text} ${login.form.text.toLowerCase().slice(0, 500)} ${labels}`)?.[0];
  if (key !== undefined) report('wifi-key', { threat: 'phishing', says: `${subject.final.host} asks for the key of a wireless network (${quoted(key, 40)}).`, ...at(login) });
  const hidden = login.form.fields.filter(({ type }) => type === 'hidden').map(({ name }) => name.toLowerCase());
  const portal = wifi ?? (['mac', 'ip', 'hostname', 'target', 'ssid', 'clientmac', 'client_mac', 'gw_id'].filter((name) => hidden.includes(name)).length >= 2 ? 'fields of a captive portal' : undefined);
  const account = login.form.fields.slice(0, 20).some(({ visible, purpose }) => visible && (purpose === 'email' || purpose === 'phone'));
  if (portal !== undefined && account) report('portal-password', { threat: 'phishing', says: `${subject.final.host} gives access to a network (${quoted(portal, 40)}) for an e-mail address or phone number with its password.`, ...at(login) });
};
const maxWordsOfPortal = 400;
const wifiWords = inWords(/\b(?:free |public |guest )?(?:wi-?fi|wlan|hotspot)\b|\binternet access\b|\baccess the internet\b|\bconnect to the (?:internet|network)\b|\bacceso a internet\b|\baccès (?:à )?internet\b/);
const keyWords = inWords(/\b(?:wpa2?|wep|wi-?fi|wlan|wireless|pre-?shared|network|router)[ -](?:(?:network|security|pre-?shared|access) )?(?:password|key|passphrase|psk|schlüssel|passwort)\b|\bpre-?shared key\b|\bcl[eé] (?:wifi|wpa|wep)\b|\bcontraseña (?:de(?:l| la| tu)? )?(?:wi-?fi|red)\b/);

/** Somebody's exercise: nothing that is typed into it can leave. Any code that might send, or a form with a target, is enough to be none. */
const sendsNothing = (subject: Subject, asks: readonly Ask[], report: Report<What>): void => {
  const { page } = subject;
  if (asks.some(({ frameHost }) => frameHost === null) || page.behaviour.some(({ kind, unprompted }) => unprompted && holds.has(kind))) return;
  if (asks.some(({ form }) => form.action !== null && !isHere(form.action, form.frameUrl))) return;
  if (page.scripts.some(({ text, kind, bytes }) => (kind === 'external' && bytes > 0 && text === '') || canSend.test(text))) return;
  if (page.forms.some(({ action, frameUrl }) => action !== null && !isHere(action, frameUrl)) || page.requests.some(({ method, type }) => method === 'POST' || type === 'websocket')) return;
  if (page.documents.some(({ handlers }) => handlers.some((code) => canSend.test(code)))) return;
  report('sends-nothing', { threat: null, says: 'The page asks for a secret, and has neither a form target nor a script that could send it.', part: 'forms', at: `form ${asks[0]?.index ?? 0}` });
};

/** Who holds a visitor needs no answer from them. */
const holds: ReadonlySet<string> = new Set(['fullscreen', 'keyboard-lock', 'pointer-lock', 'beforeunload']);

/** The page itself, without a server script behind it that a form could be answered by. */
const isHere = (action: string, frameUrl: string): boolean => {
  if (!URL.canParse(action) || !URL.canParse(frameUrl)) return /^(?:#|javascript:)/i.test(action);
  const [there, here] = [new URL(action), new URL(frameUrl)];
  return there.protocol === 'javascript:' || (there.host === here.host && there.pathname === here.pathname && !/\.(?:php\d?|aspx?|cgi|pl|jsp|do)$/i.test(there.pathname));
};
const canSend = /\bfetch\s{0,3}\(|XMLHttpRequest|\.ajax\s{0,3}\(|\.(?:post|get|getJSON)\s{0,3}\(|sendBeacon|WebSocket|axios|\.submit\s{0,3}\(|emailjs|Email\.send|firebase|supabase|new\s{1,3}Image|\.src\s{0,3}=|location\s{0,3}(?:\.\s{0,3}(?:href|replace|assign)|=)|\.action\s{0,3}=|\beval\s{0,3}\(|atob\s{0,3}\(|unescape\s{0,3}\(|importScripts|import\s{0,3}\(/;
