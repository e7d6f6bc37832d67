import type { Source } from './contract.ts';
import { itemsOfField } from './json-items.ts';

/** PhishTank's online-valid.json: an array of entries with `url`. */
export const phishtank: Source = { name: 'phishtank', read: (input) => itemsOfField(input, 1, ['url']) };
