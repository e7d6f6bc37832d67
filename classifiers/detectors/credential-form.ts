import { defineDetector, quoted, type Report } from '../finding.ts';
import { asksFor, asksOf, loginSecrets, secretsInWords, type Ask } from '../asks.ts';
import type { Subject } from '../contract.ts';
import { hostOf, ownerOf, sameParty, siteOf } from '../hosts.ts';
import { receivers, type Receiver } from '../rules/receivers.ts';
import { identityProviders, isBelow, paymentProviders } from '../rules/parties.ts';
import { unpack } from '../unpack.ts';

/** What a page asks for, and where the answer goes. */
const signals = {
  'to-receiver': 'A form for a secret sends it to a bot, a web hook catcher or a form-to-mail relay.',
  'script-to-receiver': 'A page that asks for a secret carries a script that sends to a bot, a web hook catcher or a form-to-mail relay.',
  'to-address': 'A form for a secret sends it to a bare IP address that is not the page\'s own.',
  'to-other-owner': 'A form for a secret sends it to a host of another owner that is no known identity or payment provider.',
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
    if (asksFor(subject, ...loginSecrets).length > 0) deadLinks(subject, report);
  },
});

const at = (ask: Ask): { readonly part: 'forms'; readonly at: string } => ({ part: 'forms', at: `form ${ask.index}${ask.form.action === null ? '' : `, action ${ask.form.action}`}` });

export const receiverOf = (url: string): Receiver | null => {
  const bare = url.replace(/^[a-z]+:\/\/(?:www\.)?/i, '').slice(0, 300).toLowerCase();
  return receivers.find(({ address }) => (address.startsWith('.') ? `.${bare.split(/[/?#:]/, 1)[0] ?? ''}`.endsWith(address) : bare.startsWith(address))) ?? null;
};

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

const walletWords = /\b(?:wallets?|seed|mnemonic|recovery phrase|secret phrase|crypto|coins?|tokens?|ledger|portefeuille|billetera|carteira|portafoglio)\b|ウォレット|钱包|кошел/;
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
