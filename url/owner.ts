import { parse } from 'tldts';
import { isAddress } from './host.ts';
import type { Host, Owner } from './types.ts';

const withPrivate = { allowPrivateDomains: true, extractHostname: false, validateHostname: false, detectIp: false } as const;
const withoutPrivate = { ...withPrivate, allowPrivateDomains: false } as const;

/** Who answers for a host, by the Public Suffix List that tldts carries. */
export const ownerOf = (host: Host): Owner => {
  if (isAddress(host)) return { domain: null, suffix: null, isPlatformTenant: false, operator: null, isAddress: true };
  const { domain, publicSuffix, isPrivate } = parse(host, withPrivate);
  const isPlatformTenant = isPrivate === true && domain !== null;
  return {
    domain: domain ?? host,
    suffix: publicSuffix,
    isPlatformTenant,
    operator: isPrivate === true ? parse(host, withoutPrivate).domain : domain,
    isAddress: false,
  };
};
