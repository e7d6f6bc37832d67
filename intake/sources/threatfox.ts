import type { Source } from './contract.ts';
import { itemsOfField } from './json-items.ts';

/** ThreatFox' export: an object of arrays of entries with `ioc_value`; hashes and "ip:port" entries name no page and are left out. */
export const threatfox: Source = {
  name: 'threatfox',
  read: (input) => itemsOfField(input, 2, ['ioc_value'], (entry) => entry['ioc_type'] === 'url' || entry['ioc_type'] === 'domain'),
};
