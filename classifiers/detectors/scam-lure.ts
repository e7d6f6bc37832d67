import { asksFor, asksOf } from '../asks.ts';
import { claimsOf, mayBe, strongClaim } from '../claims.ts';
import { defineDetector, quoted } from '../finding.ts';
import { hostOf } from '../hosts.ts';
import { isBelow, paymentProviders } from '../rules/parties.ts';
import { inWords } from '../words.ts';

/** Prizes, doubled coins and shops that send nothing. First and simple: only where several marks of one trick meet. */
const signals = {
  'doubling': 'The page promises to send back twice the coins that are sent to an address that it shows.',
  'prize': 'The page tells its visitor that they have won or been chosen, and presses for time.',
  'prize-as-brand': 'The same in the name of a brand that does not own the host.',
  'prize-fee': 'The same, asking for a fee or a card.',
  'fake-shop': 'A shop with deep discounts on everything and a running clock takes cards itself, and says nowhere who it is.',
} as const;

export const scamLure = defineDetector<keyof typeof signals>({
  name: 'scam-lure',
  needs: ['frames', 'html'],
  signals,
  detect(subject, report) {
    const { page } = subject;
    const text = subject.text.slice(0, 60_000);
    const part = subject.capture.lane === 'render' ? 'frames' : 'html';
    const doubles = doubling.exec(text)?.[0];
    const address = coinAddress.exec(text)?.[0];
    if (doubles !== undefined && address !== undefined && sendWords.test(text) && page.wordCount < 1500) {
      report('doubling', { threat: 'scam', part, at: `${doubles} … ${address}`, says: `The page promises ${quoted(doubles, 60)} for coins sent to ${quoted(address, 40)}.` });
    }
    const won = winWords.exec(text)?.[0];
    const pressed = pressWords.exec(text)?.[0];
    if (won !== undefined && pressed !== undefined && page.wordCount < 1200) {
      const says = `The page tells its visitor ${quoted(won, 60)} and presses for time (${quoted(pressed, 40)})`;
      report('prize', { threat: 'scam', part, at: `${won} … ${pressed}`, says: `${says}.` });
      const claim = claimsOf(subject).find(({ brand, worth }) => worth >= strongClaim && !mayBe(brand, subject.final.host, subject));
      if (claim !== undefined) report('prize-as-brand', { threat: 'scam', part, at: won, brand: claim.brand.name, says: `${says}, in the name of ${claim.brand.name}, which does not own ${subject.final.host}.` });
      const fee = feeWords.exec(text)?.[0];
      if (fee !== undefined || asksFor(subject, 'card').length > 0) report('prize-fee', { threat: 'scam', part, at: fee ?? 'card form', says: `${says}, and asks for ${fee === undefined ? 'a card' : quoted(fee, 40)}.` });
    }
    const cards = asksFor(subject, 'card').filter(({ targetHost }) => targetHost === null || !isBelow(targetHost, paymentProviders));
    const discounts = [...text.matchAll(/(?:-|–|−|\bsave |\bup to )?\b([7-9]\d) ?% ?(?:off|rabatt|reduziert|de réduction|de descuento|di sconto|de desconto)?/g)].length;
    const contact = page.links.some(({ href, text: label }) => contactWords.test(`${label} ${pathOf(href)}`.toLowerCase().slice(0, 300)) && pathOf(href) !== pathOf(subject.capture.finalUrl)) || page.links.some(({ href }) => /^tel:/i.test(href) || isBelow(hostOf(href) ?? '', paymentProviders));
    if (cards.length > 0 && asksOf(subject).length > 0 && discounts >= 3 && pressed !== undefined && !contact) {
      report('fake-shop', { threat: 'scam', part, at: pressed, says: `A shop gives deep discounts on everything (${discounts} times 70 % or more), runs a clock (${quoted(pressed, 40)}), takes cards itself, and says nowhere who it is.` });
    }
  },
});

const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : '');

const doubling = inWords(/\b(?:get|receive|send(?:ing)? (?:you )?back|return(?:ed)?|obtain|pay(?:ing)? back|erhalten sie|recevez|reciba|recibe|receba)\b[^.!?]{0,60}\b(?:double|twice|2x|x2|two times|das doppelte|le double|el doble|o dobro)\b|\b(?:double|twice|2x)\b[^.!?]{0,40}\b(?:back|your (?:btc|bitcoins?|eth|coins?|crypto|deposit))\b/);
const sendWords = /\b(?:send|deposit|transfer|participate|senden|envoyez|env[ií]e|enviar|invia)\b/;
const coinAddress = /\b(?:0x[0-9a-f]{40}|bc1[0-9a-z]{20,80}|[13][a-z0-9]{25,34}|r[a-z0-9]{24,34}|t[a-z0-9]{33}|(?=[a-z]{0,40}\d)[a-z0-9]{30,90})\b/;
const winWords = inWords(/\b(?:you(?:'ve| have|’ve) (?:been )?(?:won|selected|chosen|picked)|you are (?:the |our |today's )?(?:lucky )?(?:winner|visitor|one of)|congratulations,? (?:you|dear|lucky)|lucky (?:winner|visitor|customer)|claim your (?:prize|reward|gift)|sie haben gewonnen|herzlichen glückwunsch|(?:vous êtes|vous avez été) (?:le |l'heureux )?(?:gagnant|sélectionné|choisi)|vous avez gagné|félicitations|has (?:ganado|sido seleccionad[oa])|usted ha (?:ganado|sido)|felicidades|felicitaciones|você (?:ganhou|foi (?:selecionad|escolhid|sortead)[oa])|parabéns|hai vinto|sei stato selezionato|congratulazioni|je hebt gewonnen|gefeliciteerd)/);
const pressWords = inWords(/\b(?:(?:offer|deal|sale|prize|reward|ends?|expires?|valid|left|remaining|limited time|hurry|angebot|läuft|noch|offre|valable|reste|plus que|oferta|válid[oa]|quedan|restam|termina|scade)\b[^.!?]{0,40}\b(?:in|for|only|within|noch|dans|pendant|en|em|tra|per)?\b ?(?:\d{1,2}:\d\d|\d{1,2} ?(?:minutes?|min|minuten|minutos|minuti|seconds?|hours?))|only \d{1,3} (?:left|remaining|pieces|items)|ends in|limited time|\d{1,3}% (?:already )?(?:claimed|gone|sold))/);
const feeWords = inWords(/\b(?:shipping|delivery|processing|handling|customs|livraison|versand|envío|envio|spedizione)\b[^.!?]{0,40}(?:[$€£]|usd|eur|gbp|fee|cost|frais|kosten|gebühr|gastos|taxa)|\bpa(?:y|yez|ga|gue|gar) (?:only |just |seulement |solo |apenas )?[$€£]? ?\d/);
const contactWords = inWords(/\b(?:contact|about[- ]us|about|imprint|impressum|returns?|refund|shipping[- ]policy|terms|privacy|datenschutz|agb|widerruf|kontakt|mentions[- ]l[ée]gales|cgv|aviso[- ]legal|devoluciones|privacidad|contacto|contato|condizioni|support|help|faq|address|vat|ust-?id|siret|registered|company)\b/);
