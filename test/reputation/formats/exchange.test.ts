import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { indicatorOf, patternOf, type StixObject } from '../../../reputation/formats/stix.ts';
import { mispEvent, mispEvents, mispHashes, mispManifest } from '../../../reputation/formats/misp.ts';
import { uuidOf } from '../../../reputation/formats/uuid.ts';
import { sources } from '../../../intake/sources/index.ts';
import { dayMs, listingOf, t0 } from '../verdicts.ts';
import { linesOf, stream, textOf } from './text-of.ts';

const listings = [
  listingOf('evil.test/', { scope: 'domain', brand: 'Kestrel Bank', score: 0.987 }), listingOf('login.shop.test/', { scope: 'host', threat: 'malware' }),
  listingOf("shared.test/o'brien/", { scope: 'path', compromised: true, firstSeenMs: t0 - dayMs }), listingOf('shared.test/p?id=1', { scope: 'url', cleanLooks: 1 }),
];

const listingNumber = listings.length;
const timestamp = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' };
const idOf = (type: string) => ({ type: 'string', pattern: `^${type}--[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$` });

/** What STIX 2.1 (parts 2 and 3) asks of an indicator, and lets it have. */
const indicatorSchema = {
  type: 'object', additionalProperties: false,
  required: ['type', 'spec_version', 'id', 'created', 'modified', 'pattern', 'pattern_type', 'valid_from'],
  properties: {
    type: { const: 'indicator' }, spec_version: { const: '2.1' }, id: idOf('indicator'), created_by_ref: idOf('identity'), created: timestamp, modified: timestamp, revoked: { type: 'boolean' },
    labels: { type: 'array', minItems: 1, items: { type: 'string' } }, confidence: { type: 'integer', minimum: 0, maximum: 100 }, object_marking_refs: { type: 'array', minItems: 1, items: idOf('marking-definition') },
    name: { type: 'string', minLength: 1 }, description: { type: 'string', minLength: 1 },
    indicator_types: { type: 'array', minItems: 1, items: { enum: ['anomalous-activity', 'anonymization', 'benign', 'compromised', 'malicious-activity', 'attribution', 'unknown'] } },
    pattern: { type: 'string', pattern: '^\\[.+\\]$' }, pattern_type: { const: 'stix' }, pattern_version: { const: '2.1' }, valid_from: timestamp, valid_until: timestamp,
  },
};
const ajv = addFormats.default(new Ajv2020({ strict: false }));

describe('the stix format', () => {
  it('is a bundle in which every reference is there', async () => {
    const bundle = JSON.parse(await textOf('stix', listings)) as { id: string; type: string; objects: StixObject[] };
    expect(Object.keys(bundle)).to.deep.equal(['type', 'id', 'objects']);
    expect(bundle.id).to.match(/^bundle--[0-9a-f-]{36}$/);
    const ids = new Set(bundle.objects.map(({ id }) => id));
    expect(ids.size).to.equal(listingNumber + 2);
    for (const { created_by_ref: by, object_marking_refs: marks } of bundle.objects) for (const ref of [by, marks].flat()) if (ref !== undefined) expect(ids).to.include(ref);
  });

  it('makes a valid indicator of every listing, active or not', () => {
    const validate = ajv.compile(indicatorSchema);
    for (const listing of [...listings, listingOf('old.test/', { state: 'expired', expiresAtMs: t0 - 1 }), listingOf('wrong.test/', { state: 'overturned' })]) {
      const indicator = indicatorOf(listing);
      expect(validate(indicator), JSON.stringify(validate.errors)).to.equal(true);
      expect(String(indicator['valid_until']) > String(indicator['valid_from'])).to.equal(true);
      expect(indicator['revoked'] ?? false).to.equal(listing.state !== 'active');
    }
  });

  it('gives an indicator the same id each time, and a later time when it is withdrawn', () => {
    const [active, gone] = [indicatorOf(listingOf('a.test/')), indicatorOf(listingOf('a.test/', { state: 'expired' }))];
    expect(gone.id).to.equal(active.id);
    expect(String(gone.modified) > String(active.modified)).to.equal(true);
  });

  for (const [scope, expression, pattern] of [
    ['domain', 'evil.test/', "[domain-name:value = 'evil.test' OR domain-name:value LIKE '%.evil.test']"],
    ['host', 'evil.test/', "[domain-name:value = 'evil.test']"],
    ['host', '198.51.100.7/', "[ipv4-addr:value = '198.51.100.7']"],
    ['host', '[2001:db8::1]/', "[ipv6-addr:value = '2001:db8::1']"],
    ['url', "evil.test/o'b?x=\\", "[url:value = 'http://evil.test/o\\'b?x=\\\\' OR url:value = 'https://evil.test/o\\'b?x=\\\\']"],
    ['path', 'evil.test/a.b/', "[url:value MATCHES '^https?://evil\\\\.test/a\\\\.b/']"],
  ] as const) {
    it(`says ${expression} of scope ${scope} as a pattern`, () => {
      expect(patternOf({ scope, expression })).to.equal(pattern);
    });
  }
});

describe('the urlhaus formats', () => {
  it('are read by a reader of URLhaus, as CSV and as JSON', async () => {
    const expected = listings.map(({ expression }) => `http://${expression}`);
    for (const [name, reader] of [['urlhaus', 'csv'], ['urlhaus-json', 'urlhaus-json']] as const) {
      const source = sources.find((one) => one.name === reader) ?? expect.fail(reader);
      const urls: string[] = [];
      const text = await textOf(name, listings);
      async function* bytes(): AsyncGenerator<Uint8Array> { yield await Promise.resolve(Buffer.from(text)); }
      for await (const item of source.read(bytes())) urls.push(item.kind === 'url' ? item.url : item.problem);
      expect(urls, name).to.deep.equal(expected);
    }
  });

  it('have the header of URLhaus as their last comment, and say what is online', async () => {
    const lines = await linesOf('urlhaus', listings);
    const comments = lines.filter((line) => line.startsWith('#'));
    expect(comments.at(-1)).to.equal('# id,dateadded,url,url_status,last_online,threat,tags,urlhaus_link,reporter');
    const rows: string[][] = parse(lines.filter((line) => !line.startsWith('#')).join('\r\n'));
    expect(rows.map((row) => row[3])).to.deep.equal(['online', 'online', 'online', 'offline']);
    expect(rows[0]?.[1]).to.equal('2026-05-28 20:26:40');
    expect(Object.keys(JSON.parse(await textOf('urlhaus-json', [])) as object)).to.deep.equal([]);
  });
});

/** MISP's own schema of a feed event (misp-rfc, core format), as far as a feed uses it. */
const mispEventSchema = {
  type: 'object', required: ['Event'], additionalProperties: false,
  properties: { Event: {
    type: 'object', required: ['uuid', 'info', 'date', 'threat_level_id', 'analysis', 'published', 'timestamp', 'Orgc', 'Attribute'],
    properties: {
      uuid: { type: 'string', format: 'uuid' }, date: { type: 'string', format: 'date' }, threat_level_id: { enum: ['1', '2', '3', '4'] }, analysis: { enum: ['0', '1', '2'] }, published: { type: 'boolean' }, timestamp: { type: 'string', pattern: '^\\d{10}$' },
      Orgc: { type: 'object', required: ['name', 'uuid'], properties: { name: { type: 'string' }, uuid: { type: 'string', format: 'uuid' } } },
      Attribute: { type: 'array', items: {
        type: 'object', required: ['uuid', 'type', 'category', 'value', 'to_ids', 'timestamp'],
        properties: { uuid: { type: 'string', format: 'uuid' }, type: { enum: ['url', 'domain', 'hostname', 'ip-dst'] }, category: { const: 'Network activity' }, value: { type: 'string', minLength: 1 }, to_ids: { type: 'boolean' }, timestamp: { type: 'string', pattern: '^\\d{10}$' }, first_seen: timestamp, last_seen: timestamp },
      } },
    },
  } },
};

describe('the MISP feed', () => {
  it('has an event for each day, valid and named in the manifest with its time', async () => {
    const events = await mispEvents(stream(listings));
    expect(events.map(({ day, listings: of }) => [day, of.length])).to.deep.equal([['2026-05-28', 3], ['2026-05-27', 1]]);
    const manifest = mispManifest(events);
    expect(Object.keys(manifest)).to.deep.equal(events.map(({ uuid }) => uuid));
    const validate = ajv.compile(mispEventSchema);
    for (const event of events) expect(validate(mispEvent(event)), JSON.stringify(validate.errors)).to.equal(true);
  });

  it('keeps the ids of events and attributes from one look to the next', async () => {
    const ids = async (of: typeof listings) => JSON.stringify((await mispEvents(stream(of))).map(mispEvent)).match(/[0-9a-f]{8}-[0-9a-f-]{27}/g);
    expect(await ids([...listings].reverse())).to.deep.equal(await ids(listings));
  });

  it('lets readers correlate by the MD5 of each value', async () => {
    const lines = [...mispHashes(await mispEvents(stream([listingOf('evil.test/', { scope: 'domain' })])))];
    expect(lines).to.have.lengthOf(1);
    expect(lines[0]).to.match(/^[0-9a-f]{32},[0-9a-f-]{36}$/);
  });
});

describe('ids by name', () => {
  it('are those of RFC 9562, and of STIX for an observable', () => {
    expect(uuidOf('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).to.equal('2ed6657d-e927-568b-95e1-2665a8aea6a2');
    expect(uuidOf('00abedb4-aa42-466c-9c01-fed23315a9b7', '{"value":"198.51.100.3"}')).to.equal('28bb3599-77cd-5a82-a950-b5bc3caf07c4');
  });
});
