import type { Source } from './contract.ts';
import { itemsOfField } from './json-items.ts';

/** URLhaus' json_recent and json_online: an object of arrays of entries with `url`. */
export const urlhausJson: Source = { name: 'urlhaus-json', read: (input) => itemsOfField(input, 2, ['url']) };
