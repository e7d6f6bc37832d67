import { asksFor } from '../asks.ts';
import { defineDetector, quoted } from '../finding.ts';
import { hostOf, sameParty } from '../hosts.ts';
import { isBelow, paymentProviders, sharedNetworks } from '../rules/parties.ts';
import { unpacked } from '../unpack.ts';

/**
 * Scripts on a shop's own pages that copy what customers type and send it to somebody else. The host is the
 * victim: the judge marks such a verdict as compromised.
 */
const signals = {
  'fields-beaconed': 'A script reads card or checkout fields, encodes them, and sends them as a beacon or a picture to a host that is neither the shop\'s nor a payment provider\'s.',
  'fields-sent-elsewhere': 'A script reads card or checkout fields and sends them to a host that is neither the shop\'s nor a payment provider\'s.',
  'fields-sent-hidden': 'A script reads card or checkout fields and sends them to an address that it hides in its code.',
  'typed-data-left': 'Field contents were sent to a host that is neither the shop\'s nor a payment provider\'s.',
  'hidden-checkout-code': 'A script hides words of a checkout and of card fields in its code, with a way to send.',
  'gated-loader': 'A script loads another owner\'s script only where the address has the words of a checkout.',
  'checkout-list': 'A script goes by a list of the names of several shop systems\' checkouts, as code does that is made to be put into any shop.',
  'all-fields-sent': 'A script takes what stands in every field of the page and sends it to another owner.',
  'kept-in-images': 'A script takes card or checkout fields and sends them to a file among the shop\'s own pictures or caches, where somebody fetches them later.',
  'checkout-gate': 'A script runs only where the address has the words of a checkout, and loads or sends something hidden.',
} as const;

const cardWords = /cc[_-]?(?:num|number|cid|cvv|exp)|card[_-]?(?:num|number|no|code|cvc|holder)|cardnumber|cvv2?|cvc2?|expir(?:y|ation)|\bcc\|card\b|payment\[(?:cc|card)|billing\[|billing:|firecheckout|onestepcheckout/i;
const readsFields = /querySelectorAll?\s{0,3}\(\s{0,3}["'`][^"'`]{0,60}(?:input|select|textarea|form|cc|card)|getElementsBy(?:TagName|Name)\s{0,3}\(\s{0,3}["'`](?:input|select|textarea|payment)|getElementById\s{0,3}\(\s{0,3}["'`][^"'`]{0,40}(?:cc|card|cvv|billing)|\[name[*^$~]?=\\?["'`]?[^\]]{0,30}(?:cc_|card|cvv|billing|payment)|\.serialize(?:Array)?\s{0,3}\(|new\s{1,5}FormData|(?:\$|jQuery)\s{0,3}\(\s{0,3}["'`](?:[^"`]|'){0,60}?(?:input|select|card|cc_|billing|payment|form)|\.elements\b|addEventListener\s{0,3}\(\s{0,3}["'`](?:submit|change|blur|keyup|input)/i;
/** Listens to what is typed, or asks again and again, and takes values. */
const readsValues = /\.value\b[^]{0,400}?(?:setInterval|addEventListener)|(?:setInterval|addEventListener|querySelector)[^]{0,400}?\.value\b/;
const encodesBeacon = /(?:btoa|JSON\.stringify|encodeURIComponent|escape)\s{0,3}\([^]{0,600}?(?:sendBeacon|new\s{1,5}Image|\.src\s{0,3}=)|(?:sendBeacon|new\s{1,5}Image|\.src\s{0,3}=)[^]{0,300}?(?:btoa|JSON\.stringify|encodeURIComponent|escape)\s{0,3}\(/;
const decodes = /fromCharCode\s{0,3}\([^)]{0,60}\^|\.map\s{0,3}\([^)]{0,80}fromCharCode|fromCharCode[^]{0,120}?\.join|charCodeAt\s{0,3}\([^)]{0,40}\)\s{0,3}\^/;
const sendsData = /sendBeacon|XMLHttpRequest|\bfetch\s{0,3}\(|new\s{1,5}Image|createElement\s{0,3}\(\s{0,3}["'`](?:img|iframe)|\.src\s{0,3}=|\.(?:ajax|post|get)\s{0,3}\(\s{0,3}["'`{]|\bWebSocket\b|\.ajax\s{0,3}\(/i;
const checkoutWords = /onepage|checkout|onestep|firecheckout|paiement|cart|payment|billing|kasse|bestell|pagamento|pago/i;

export const skimmer = defineDetector<keyof typeof signals>({
  name: 'skimmer',
  needs: ['scripts'],
  signals,
  detect(subject, report) {
    const { page } = subject;
    const { host } = subject.final;
    const isOthers = (target: string | null): target is string =>
      target !== null && !/(?:^|\.)(?:w3\.org|schema\.org|mozilla\.org|purl\.org|ogp\.me|adobe\.com)$/.test(target) && !sameParty(target, host, subject.brands) && !isBelow(target, paymentProviders) && !isBelow(target, sharedNetworks);
    const hasCard = asksFor(subject, 'card').length > 0;
    const said = { threat: 'skimmer' } as const;
    for (const [index, script] of page.scripts.entries()) {
      if (script.url !== null && isBelow(hostOf(script.url) ?? '', [...paymentProviders, ...sharedNetworks])) continue;
      const where = { part: 'scripts', at: `script ${index}${script.url === null ? '' : `, ${script.url}`}` } as const;
      const { code: plain, revealed: hidden, tricks } = unpacked(script.text);
      const code = plain === script.text ? `${script.text}\n${hidden}` : `${script.text}\n${plain}\n${hidden}`;
      const words = cardWordsIn(code);
      const reads = (readsFields.test(code) || readsValues.test(code)) && words.size > 0;
      const sends = sendsData.test(code);
      const small = script.bytes < maxOwnBytes;
      if (reads && sends) {
        const target = targetsOf(script.text).find((found) => isOthers(found));
        const secret = targetsOf(`${plain}\n${hidden}`).find((found) => isOthers(found) && !script.text.includes(found));
        if (hasCard && target === undefined && script.bytes < 30_000 && decodes.test(code) && encodesBeacon.test(code)) report('fields-sent-hidden', { ...said, ...where, says: 'A script reads card fields and sends them to an address that it makes up from numbers.' });
        if (secret !== undefined) report('fields-sent-hidden', { ...said, ...where, says: `A script reads card fields and sends them to an address that it hides, ${secret}.` });
        else if (target !== undefined && small && (encodesBeacon.test(code) || (words.size >= 2 && takesValues.test(code) && posts.test(code)))) report('fields-beaconed', { ...said, ...where, says: `A script reads card fields (${quoted([...words].slice(0, 3).join(', '), 50)}) and sends them to ${target}.` });
        else if (target !== undefined && small) report('fields-sent-elsewhere', { ...said, ...where, says: `A script reads card fields and can send them to ${target}.` });
      }
      if (small && takesAll.test(code) && takesValues.test(code) && posts.test(code) && joinsNames.test(code)) {
        const target = targetsOf(code).find((found) => isOthers(found));
        if (target !== undefined) report('all-fields-sent', { ...said, ...where, says: `A script takes every field's name and content and sends them to ${target}.` });
      }
      const kept = small && posts.test(code) && takesValues.test(code) && (words.size > 0 || checkoutWords.test(code)) ? imageFolder.exec(code)?.[1] : undefined;
      if (kept !== undefined) report('kept-in-images', { ...said, ...where, says: `A script sends checkout fields to ${quoted(kept, 80)}, a file among the shop's pictures or caches.` });
      if (small && !cardWords.test(script.text) && cardWords.test(`${plain}\n${hidden}`) && sendsData.test(code) && checkoutWords.test(code)) report('hidden-checkout-code', { ...said, ...where, says: 'A script hides the names of card fields in its code, with a way to send them.' });
      const list = checkoutList.exec(code)?.[0];
      if (list !== undefined && new Set(list.toLowerCase().match(shopModules)).size >= 2 && small && /location|href|URL\b/.test(code)) report('checkout-list', { ...said, ...where, says: `A script looks for the checkouts of many shop systems: ${quoted(list, 80)}.` });
      const gate = checkoutGate.exec(code)?.[0];
      if (gate === undefined || !small) continue;
      const loaded = loadedScript(code).find((host) => isOthers(host));
      const hides = tricks.size > 0 || /\batob\s{0,3}\(|fromCharCode|\\x[0-9a-f]{2}(?:[^"']{0,6}\\x[0-9a-f]{2}){6}/i.test(script.text);
      if (hides && (sends || (loaded !== undefined && !script.text.includes(loaded)) || /createElement\s{0,3}\(\s{0,3}\\?["'`]script/.test(code))) report('checkout-gate', { ...said, ...where, says: `A script wakes only in a checkout (${quoted(gate, 60)}) and hides what it loads or where it sends.` });
      else if (loaded !== undefined) report('gated-loader', { ...said, ...where, says: `A script loads one of ${loaded} only in a checkout (${quoted(gate, 60)}).` });
    }
    if (!hasCard) return;
    const left = page.requests.find(({ url, postData, type }) => type !== 'document' && isOthers(hostOf(url)) && cardWords.test(`${postData ?? ''} ${new URL(url).search.slice(0, 2000)}`));
    if (left !== undefined) report('typed-data-left', { ...said, part: 'requests', at: left.url, says: `The names of card fields were sent to ${hostOf(left.url) ?? 'another host'}.` });
  },
});

const checkoutGate = /(?:location|href|URL|pathname)[^;{}]{0,80}(?:indexOf|includes|match|search|test)\s{0,3}\(\s{0,3}["'`/][^"'`)]{0,40}(?:checkout|onepage|onestep|paiement|payment|cart)|(?:checkout|onepage|onestep|firecheckout)[^;{}]{0,60}\.test\s{0,3}\(\s{0,3}(?:window\.|document\.)?location/i;

/** Names of checkouts one after another, of which at least one is no word of ordinary pages. */
const checkoutList = /(?:(?:one(?:page|step)(?:checkout)?|firecheckout|fire-?checkout|simplecheckout|checkoutonepage|quickcheckout|idevcheckout|gocheckout|aitcheckout|checkout|payment|paiement|kasse|osc|cart|admin|order)[\w/-]{0,20}(?:\\?\||["'`]\s?,\s?["'`])){2,12}(?:one(?:page|step)|firecheckout|fire-?checkout|simplecheckout|checkout|osc|payment|paiement|kasse|cart|order)/i;
const shopModules = /one-?page|one-?step|fire-?checkout|simple-?checkout|quick-?checkout|idevcheckout|gocheckout|aitcheckout|paiement|kasse|\bosc\b/g;
const maxOwnBytes = 60_000;
const takesAll = /(?:querySelectorAll|\$|jQuery)\s{0,3}\(\s{0,3}["'`]\s?(?::input|input\s?,\s?(?:select|textarea)|input\s?["'`]|select\s?,\s?input)|getElementsByTagName\s{0,3}\(\s{0,3}["'`]input/i;
/** Writes a field's name before its content. */
const joinsNames = /(?:\.name|\.id|\.attr\s{0,3}\(\s{0,3}["'`](?:name|id)["'`]\s{0,3}\)|getAttribute\s{0,3}\(\s{0,3}["'`](?:name|id))[^]{0,400}?\+\s{0,3}["'`](?:=|:|->|=>|&|\|)/;
const imageFolder = /["'`](?:https?:\/\/[^/"'`]{1,100})?(\/?(?:media|skin|pub\/media|images?|img|errors|var|wp-content\/uploads|js\/(?:mage|lib|varien|calendar))\/[^"'`?]{1,200}\.php)["'`]/i;
/** Takes what stands in fields. */
const takesValues = /\.value\b|\.val\s{0,3}\(\s{0,3}\)|\.serialize(?:Array)?\s{0,3}\(|FormData/;
const posts = /POST|\.ajax\s{0,3}\(|\.post\s{0,3}\(|\.send\s{0,3}\(|sendBeacon|new\s{1,5}Image|createElement\s{0,3}\(\s{0,3}\\?["'`](?:img|iframe)|\.src\s{0,3}=|setAttribute\s{0,3}\(\s{0,3}["'`]src/i;

/** Each with the name around it; the names are found by their core, since looking for their beginning first costs ten times as much. */
const cardWordsIn = (code: string): Set<string> => {
  const head = code.slice(0, 400_000);
  const words = new Set<string>();
  let found = 0;
  for (const match of head.matchAll(cardCore)) {
    const before = /[\w[\]:-]{0,20}$/.exec(head.slice(Math.max(0, match.index - 20), match.index))?.[0] ?? '';
    words.add(`${before}${match[0]}`.toLowerCase());
    if (++found === 100) break;
  }
  return words;
};
const cardCore = new RegExp(`(?:${cardWords.source})[\\w\\]]{0,20}`, 'gi');

/** Hosts of scripts that code writes or adds. */
const loadedScript = (code: string): string[] =>
  [...code.matchAll(/<script[^>]{0,100}\bsrc\s?=\s?\\?["']?((?:https?:)?\/\/[^\s"'>\\]{4,200})|\.src\s{0,3}=\s{0,3}["'`]((?:https?:)?\/\/[^"'`]{4,200})/gi)].slice(0, 50).flatMap(([, a, b]) => hostOf((a ?? b ?? '').replace(/^\/\//, 'https://')) ?? []);

const targetsOf = (code: string): string[] =>
  [...code.matchAll(/(?:https?:|wss?:)?\\?\/\\?\/[a-z0-9.-]{4,120}\.[a-z]{2,12}(?:\\?\/[^\s"'`]{0,200})?/gi)].slice(0, 100)
    .flatMap(([url]) => hostOf(url.replaceAll('\\/', '/').replace(/^\/\//, 'https://')) ?? []);
