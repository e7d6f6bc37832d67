import type { Source } from './contract.ts';
import { itemsOfField } from './json-items.ts';

/** One JSON object a line with `url`: what `harrier scan --json` writes is this. */
export const jsonLines: Source = { name: 'json-lines', read: (input) => itemsOfField(input, 0, ['url']) };
