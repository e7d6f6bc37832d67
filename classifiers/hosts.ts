import { ownerOf as ownerOfHost } from '../url/owner.ts';
import type { Host, Owner } from '../url/types.ts';
import type { BrandCatalogue } from './contract.ts';

/** Host of an absolute http, https, ws or wss URL in lower case, or null. */
export const hostOf = (url: string): string | null => {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  return parsed !== null && /^(https?|wss?):$/.test(parsed.protocol) && parsed.hostname !== '' ? parsed.hostname.replace(/\.$/, '') : null;
};

/** Who answers for a host that a URL of the page or a brand's file names; those are as WHATWG writes them, which `Host` is but for lengths. */
export const ownerOf = (host: string): Owner => ownerOfHost(host as Host);

/** Who answers for a host, as one text: its registrable domain (tenants of platforms apart), or the address itself. */
export const siteOf = (host: string): string => ownerOf(host).domain ?? host;

/** The label that a registrant chose: "example" of "www.example.co.uk"; null for addresses and bare suffixes. */
export const chosenLabel = (host: string): string | null => {
  const { domain, suffix } = ownerOf(host);
  if (domain === null || suffix === null || domain === suffix) return null;
  return domain.slice(0, -suffix.length - 1);
};

/** Whether two hosts are one party: one registrable domain, one platform's own hosts, or one brand of the catalogue. */
export const sameParty = (one: string, other: string, brands: BrandCatalogue): boolean => {
  if (siteOf(one) === siteOf(other)) return true;
  const brand = brands.ownerOf(one);
  return brand !== null && brand === brands.ownerOf(other);
};
