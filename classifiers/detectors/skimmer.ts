import { asksFor } from '../asks.ts';
import { defineDetector, quoted } from '../finding.ts';
import { hostOf, sameParty } from '../hosts.ts';
import { isBelow, paymentProviders, sharedNetworks } from '../rules/parties.ts';
import { unpack } from '../unpack.ts';

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
  'checkout-gate': 'A script runs only where the address has the words of a checkout, and loads or sends something hidden.',
} as const;

const cardWords = /cc[_-]?(?:num|number|cid|cvv|exp)|card[_-]?(?:num|number|no|code|cvc|holder)|cardnumber|cvv2?|cvc2?|expir(?:y|ation)|\bcc\|card\b|payment\[(?:cc|card)|billing\[|billing:|firecheckout|onestepcheckout/i;
const readsFields = /querySelectorAll?\s{0,3}\(\s{0,3}["'`][^"'`]{0,60}(?:input|select|textarea|form|cc|card)|getElementsBy(?:TagName|Name)\s{0,3}\(\s{0,3}["'`](?:input|select|textarea|payment)|getElementById\s{0,3}\(\s{0,3}["'`][^"'`]{0,40}(?:cc|card|cvv|billing)|\.serialize(?:Array)?\s{0,3}\(|new\s{1,5}FormData|\$\(\s{0,3}["'`][^"'`]{0,60}(?:input|select|card|cc_|billing)|\.elements\b|addEventListener\s{0,3}\(\s{0,3}["'`](?:submit|change|blur|keyup|input)/i;
/** Listens to what is typed, or asks again and again, and takes values. */
const readsValues = /\.value\b[^]{0,400}?(?:setInterval|addEventListener)|(?:setInterval|addEventListener|querySelector)[^]{0,400}?\.value\b/;
const encodesBeacon = /(?:btoa|JSON\.stringify|encodeURIComponent|escape)\s{0,3}\([^]{0,600}?(?:sendBeacon|new\s{1,5}Image|\.src\s{0,3}=)|(?:sendBeacon|new\s{1,5}Image|\.src\s{0,3}=)[^]{0,300}?(?:btoa|JSON\.stringify|encodeURIComponent|escape)\s{0,3}\(/;
const decodes = /fromCharCode\s{0,3}\([^)]{0,60}\^|\.map\s{0,3}\([^)]{0,80}fromCharCode|fromCharCode[^]{0,120}?\.join|charCodeAt\s{0,3}\([^)]{0,40}\)\s{0,3}\^/;
const sendsData = /sendBeacon|XMLHttpRequest|\bfetch\s{0,3}\(|new\s{1,5}Image|createElement\s{0,3}\(\s{0,3}["'`]img|\.src\s{0,3}=|\$\.(?:ajax|post|get)|\bWebSocket\b|\.ajax\s{0,3}\(/;
const checkoutWords = /onepage|checkout|onestep|firecheckout|paiement|cart|payment|billing|kasse|bestell|pagamento|pago/i;

export const skimmer = defineDetector<keyof typeof signals>({
  name: 'skimmer',
  needs: ['scripts'],
  signals,
  detect(subject, report) {
    const { page } = subject;
    const { host } = subject.final;
    const isOthers = (target: string | null): target is string =>
      target !== null && !sameParty(target, host, subject.brands) && !isBelow(target, paymentProviders) && !isBelow(target, sharedNetworks);
    const hasCard = asksFor(subject, 'card').length > 0;
    const said = { threat: 'skimmer' } as const;
    for (const [index, script] of page.scripts.entries()) {
      if (script.url !== null && isBelow(hostOf(script.url) ?? '', [...paymentProviders, ...sharedNetworks])) continue;
      const where = { part: 'scripts', at: `script ${index}${script.url === null ? '' : `, ${script.url}`}` } as const;
      const hidden = unpack(script.text);
      const code = `${script.text}\n${hidden}`;
      const reads = (readsFields.test(code) || readsValues.test(code)) && cardWords.test(code);
      const sends = sendsData.test(code);
      if (reads && sends) {
        const target = targetsOf(script.text).find((found) => isOthers(found));
        const secret = targetsOf(hidden).find((found) => isOthers(found));
        if (hasCard && target === undefined && script.bytes < 30_000 && decodes.test(code) && encodesBeacon.test(code)) report('fields-sent-hidden', { ...said, ...where, says: 'A script reads card fields and sends them to an address that it makes up from numbers.' });
        if (secret !== undefined && !script.text.includes(secret)) report('fields-sent-hidden', { ...said, ...where, says: `A script reads card fields and sends them to an address that it hides, ${secret}.` });
        else if (target !== undefined && script.bytes < 60_000 && encodesBeacon.test(code)) report('fields-beaconed', { ...said, ...where, says: `A script reads card fields, encodes them, and sends them to ${target} as a beacon.` });
        else if (target !== undefined && script.bytes < 60_000) report('fields-sent-elsewhere', { ...said, ...where, says: `A script reads card fields and can send them to ${target}.` });
      }
      if (script.bytes < 60_000 && !cardWords.test(script.text) && cardWords.test(hidden) && sendsData.test(code) && checkoutWords.test(code)) report('hidden-checkout-code', { ...said, ...where, says: 'A script hides the names of card fields in its code, with a way to send them.' });
      const gate = checkoutGate.exec(code)?.[0];
      if (gate !== undefined && script.bytes < 60_000 && (/\batob\s{0,3}\(|fromCharCode|\\x[0-9a-f]{2}(?:[^"']{0,6}\\x[0-9a-f]{2}){6}/i.test(script.text)) && sends) report('checkout-gate', { ...said, ...where, says: `A script wakes only in a checkout (${quoted(gate, 60)}) and hides where it sends.` });
    }
    if (!hasCard) return;
    const left = page.requests.find(({ url, postData, type }) => type !== 'document' && isOthers(hostOf(url)) && cardWords.test(`${postData ?? ''} ${new URL(url).search.slice(0, 2000)}`));
    if (left !== undefined) report('typed-data-left', { ...said, part: 'requests', at: left.url, says: `The names of card fields were sent to ${hostOf(left.url) ?? 'another host'}.` });
  },
});

const checkoutGate = /(?:location|href|URL|pathname)[^;{}]{0,80}(?:indexOf|includes|match|search|test)\s{0,3}\(\s{0,3}["'`/][^"'`)]{0,40}(?:checkout|onepage|onestep|paiement|payment|cart)|(?:checkout|onepage|onestep|firecheckout)[^;{}]{0,60}\.test\s{0,3}\(\s{0,3}(?:window\.|document\.)?location/i;

const targetsOf = (code: string): string[] =>
  [...code.matchAll(/(?:https?:|wss?:)?\\?\/\\?\/[a-z0-9.-]{4,120}\.[a-z]{2,12}(?:\\?\/[^\s"'`]{0,200})?/gi)].slice(0, 100)
    .flatMap(([url]) => hostOf(url.replaceAll('\\/', '/').replace(/^\/\//, 'https://')) ?? []);
