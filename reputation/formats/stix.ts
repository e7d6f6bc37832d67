import { isAddress } from '../../url/host.ts';
import { isoTime, type ExportFormat } from './contract.ts';
import { harrierNamespace, uuidOf } from './uuid.ts';
import type { Listing } from '../../records/index.ts';
import type { Host } from '../../url/types.ts';

/** STIX 2.1 (OASIS, docs.oasis-open.org/cti/stix/v2.1). Objects have the ids of what they say, so that each publication is a version of the last. */
export interface StixObject {
  readonly type: string;
  readonly spec_version: '2.1';
  readonly id: string;
  readonly created: string;
  readonly modified?: string;
  readonly [property: string]: unknown;
}

/** TLP:CLEAR of TLP 2.0, whose object is fixed. */
export const tlpClear: StixObject = {
  type: 'marking-definition', spec_version: '2.1', id: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487', created: '2022-10-01T00:00:00.000Z', name: 'TLP:CLEAR',
  extensions: { 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d': { extension_type: 'property-extension', tlp_2_0: 'clear' } },
};

export const harrierIdentity: StixObject = {
  type: 'identity', spec_version: '2.1', id: `identity--${uuidOf(harrierNamespace, 'identity')}`, created: '2026-11-01T00:00:00.000Z', modified: '2026-11-01T00:00:00.000Z',
  name: 'Harrier', identity_class: 'system', object_marking_refs: [tlpClear.id],
};

/** An indicator for a listing of any state: one that is no longer active is revoked. */
export const indicatorOf = (listing: Listing): StixObject => {
  const { expression, scope, threat, brand, score, firstSeenMs, lastSeenMs, expiresAtMs, compromised, state, scopeReason } = listing;
  const modifiedMs = state === 'active' ? lastSeenMs : Math.max(lastSeenMs + 1, expiresAtMs);
  return {
    type: 'indicator', spec_version: '2.1', id: `indicator--${uuidOf(harrierNamespace, `indicator ${expression}`)}`, created_by_ref: harrierIdentity.id,
    created: isoTime(firstSeenMs), modified: isoTime(Math.max(firstSeenMs, modifiedMs)), ...(state === 'active' ? {} : { revoked: true }),
    name: `${threat}: ${expression}`.slice(0, 500),
    description: `${scopeReason} (${scope})${brand === null ? '' : ` Imitates ${brand}.`}`,
    indicator_types: compromised ? ['malicious-activity', 'compromised'] : ['malicious-activity'],
    pattern: patternOf(listing), pattern_type: 'stix', pattern_version: '2.1',
    valid_from: isoTime(firstSeenMs), valid_until: isoTime(Math.max(firstSeenMs + 1, expiresAtMs)),
    confidence: Math.round(Math.min(1, Math.max(0, score)) * 100),
    labels: [threat],
    object_marking_refs: [tlpClear.id],
  };
};

/** What a Safe Browsing expression matches, in STIX's words. */
export const patternOf = ({ scope, expression }: Pick<Listing, 'scope' | 'expression'>): string => {
  const host = expression.slice(0, expression.indexOf('/'));
  if ((scope === 'host' || scope === 'domain') && expression === `${host}/`) {
    if (isAddress(host as Host)) return host.startsWith('[') ? `[ipv6-addr:value = ${text(host.slice(1, -1))}]` : `[ipv4-addr:value = ${text(host)}]`; // A host that was canonicalised.
    return scope === 'host' ? `[domain-name:value = ${text(host)}]` : `[domain-name:value = ${text(host)} OR domain-name:value LIKE ${text(`%.${host}`)}]`;
  }
  const urls = ['http', 'https'].map((scheme) => `${scheme}://${expression}`);
  if (expression.endsWith('/') && !expression.includes('?') && scope === 'path') return `[url:value MATCHES ${text(`^https?://${expression.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`)}]`;
  return `[${urls.map((url) => `url:value = ${text(url)}`).join(' OR ')}]`;
};

const text = (value: string): string => `'${value.replace(/[\\']/g, '\\$&')}'`;

/** A bundle, an object a line. Its id follows from its time. */
export const stix: ExportFormat = {
  name: 'stix',
  contentType: 'application/stix+json;version=2.1',
  about: 'A STIX 2.1 bundle: an indicator for each listing, marked TLP:CLEAR. TAXII serves the same objects.',
  lineEnd: '\n',
  async *lines(listings, { nowMs }) {
    yield `{"type":"bundle","id":"bundle--${uuidOf(harrierNamespace, `bundle ${nowMs}`)}","objects":[`;
    yield `${JSON.stringify(tlpClear)},`;
    let before = JSON.stringify(harrierIdentity);
    for await (const listing of listings) {
      yield `${before},`;
      before = JSON.stringify(indicatorOf(listing));
    }
    yield before;
    yield ']}';
  },
};
