import { scamLure } from '../../../classifiers/detectors/scam-lure.ts';
import { formOf } from '../capture-builder.ts';
import { describeDetector } from './table.ts';

const sale = '<s>$499</s> $39 -92% <s>$389</s> $29 -92% <s>$299</s> $24 -91% Hurry, only 3 left';

describeDetector(scamLure, [
  { page: 'a shop\'s honest sale', raises: [], sketch: { body: `${sale}`, links: ['https://pages.example.test/returns', 'https://pages.example.test/imprint'], forms: [formOf(['card-number'])] } },
  { page: 'a sale that leads to a payment provider', raises: [], sketch: { body: sale, forms: [formOf(['card-number'], { action: 'https://checkout.stripe.com/p' })] } },
  { page: 'a raffle\'s list of winners', raises: [], sketch: { body: 'Congratulations to all winners of the village raffle.' } },
  { page: 'an article about doubled coins', raises: [], sketch: { body: 'Scammers promise that you get double back. Never send coins.' } },
  { page: 'coins that come back doubled', raises: ['doubling'], sketch: { body: 'Send 0.1 to 5 ETH to 0x52908400098527886E0F7030069857D2E4169EE7 and get double back' } },
  { page: 'a prize against the clock', raises: ['prize'], sketch: { body: 'Congratulations, you have won! This offer ends in 2:59 minutes' } },
  { page: 'a prize in a brand\'s name with a fee', raises: ['prize', 'prize-as-brand', 'prize-fee'], sketch: { title: 'Kestrelpost', body: '<img class="logo" alt="Kestrelpost" src="l"> You have been selected! Offer valid for 3 minutes. Shipping: pay only $2' } },
  { page: 'a shop that is nobody', raises: ['fake-shop'], sketch: { body: sale, links: ['https://pages.example.test/#'], forms: [formOf(['card-number', 'card-code'])] } },
]);
