import { expect } from 'chai';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { createApi } from '../../api/server.ts';
import { defaultLimits } from '../../api/deps.ts';
import { decodeRice } from '../../reputation/safebrowsing/rice.ts';
import { fetchRequest, fetchResponse, findFullHashesRequest, findFullHashesResponse, type FetchRequest, type ListUpdateResponse } from '../../reputation/safebrowsing/v4.ts';
import { batchGetRequest, batchGetResponse, hashList, searchHashesRequest, searchHashesResponse } from '../../reputation/safebrowsing/v5.ts';
import { expressionHash } from '../../url/keys.ts';
import { FakeWorld, nowMs } from './fakes.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');
const sorted = (hashes: readonly Buffer[]): Buffer[] => [...hashes].sort(Buffer.compare);
const prefixOf = (expression: string): Buffer => expressionHash(expression).subarray(0, 4);
const emptyChecksum = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

describe('Safe Browsing v4', () => {
  let world: FakeWorld;
  let app: FastifyInstance;
  beforeEach(() => {
    world = new FakeWorld({ limits: { ...defaultLimits, requestsPerMinute: 100_000 } });
    app = createApi(world.deps());
    world.source.list('evil.test/login', { threat: 'phishing' });
    world.source.list('worse.test/', { threat: 'malware', scope: 'domain' });
    world.source.list('host-only.test/', { threat: 'scam', scope: 'host' });
  });
  afterEach(() => app.close());
  const post = async (path: string, payload: object) => app.inject({ method: 'POST', url: `/v4/${path}?key=any`, payload });

  it('names the lists that are served, each once', async () => {
    expect((await app.inject('/v4/threatLists?key=any')).json()).to.deep.equal({ threatLists: [
      { threatType: 'MALWARE', platformType: 'ANY_PLATFORM', threatEntryType: 'URL' },
      { threatType: 'SOCIAL_ENGINEERING', platformType: 'ANY_PLATFORM', threatEntryType: 'URL' },
      { threatType: 'UNWANTED_SOFTWARE', platformType: 'ANY_PLATFORM', threatEntryType: 'URL' },
    ] });
  });

  const update = (over: object = {}) => ({ client: { clientId: 'test', clientVersion: '1' }, listUpdateRequests: [{ threatType: 'SOCIAL_ENGINEERING', platformType: 'LINUX', threatEntryType: 'URL', ...over }] });

  it('gives a list raw, in JSON, to who names no compression', async () => {
    const answer = (await post('threatListUpdates:fetch', update())).json<{ listUpdateResponses: { newClientState: string }[] }>();
    const prefixes = Buffer.concat(sorted([prefixOf('evil.test/login'), prefixOf('host-only.test/')]));
    const state = answer.listUpdateResponses[0]?.newClientState;
    expect(answer).to.deep.equal({
      listUpdateResponses: [{
        threatType: 'SOCIAL_ENGINEERING', threatEntryType: 'URL', platformType: 'LINUX', responseType: 'FULL_UPDATE',
        additions: [{ compressionType: 'RAW', rawHashes: { prefixSize: 4, rawHashes: prefixes.toString('base64') } }],
        newClientState: state, checksum: { sha256: sha256(prefixes) },
      }],
      minimumWaitDuration: '900s',
    });
    expect((await post('threatListUpdates:fetch', update({ state }))).json()).to.deep.equal({
      listUpdateResponses: [{ threatType: 'SOCIAL_ENGINEERING', threatEntryType: 'URL', platformType: 'LINUX', responseType: 'PARTIAL_UPDATE', newClientState: state, checksum: { sha256: sha256(prefixes) } }],
      minimumWaitDuration: '900s',
    });
  });

  const hashesOf = ({ additions }: ListUpdateResponse): Buffer[] => {
    const { firstValue = 0, riceParameter = 2, numEntries = 0, encodedData = new Uint8Array(0) } = additions[0]?.riceHashes ?? expect.fail('no Rice-coded hashes');
    const numbers = decodeRice({ first: Uint32Array.of(Number(firstValue)), parameter: riceParameter, count: numEntries, data: encodedData });
    return sorted([...numbers].map((number) => { const bytes = Buffer.alloc(4); bytes.writeUInt32LE(number); return bytes; }));
  };

  it('answers a browser: protobuf in a GET, Rice, seven lists at once, each in its place, none left out', async () => {
    const asked = [[5, 2, 1], [1, 2, 1], [1, 8, 4], [15, 2, 1], [7, 1, 1], [9, 1, 1], [2, 2, 2]] as const;
    const request: FetchRequest = { listUpdateRequests: asked.map(([threatType, platformType, threatEntryType]) => ({ threatType, platformType, threatEntryType, constraints: { supportedCompressions: [2] } })) };
    const message = Buffer.from(fetchRequest.toBytes(request)).toString('base64url');
    const padded = message + '='.repeat((4 - message.length % 4) % 4);
    const answer = await app.inject({ url: '/v4/threatListUpdates:fetch', query: { $ct: 'application/x-protobuf', key: 'dummytoken', $httpMethod: 'POST', $req: padded }, headers: { 'x-http-method-override': 'POST' } });
    expect(answer.statusCode).to.equal(200);
    expect(answer.headers['content-type']).to.equal('application/x-protobuf');
    const { listUpdateResponses: lists } = fetchResponse.fromBytes(answer.rawPayload);
    expect(lists.map(({ threatType, platformType, threatEntryType }) => [threatType, platformType, threatEntryType])).to.deep.equal(asked);
    const [phishing, malware, ...rest] = lists;
    expect(hashesOf(phishing ?? expect.fail())).to.deep.equal(sorted([prefixOf('evil.test/login'), prefixOf('host-only.test/')]));
    expect(hashesOf(malware ?? expect.fail())).to.deep.equal([prefixOf('worse.test/')]);
    for (const list of rest) {
      expect([list.responseType, Buffer.from(list.checksum.sha256).toString('base64'), list.newClientState.length > 0, list.additions]).to.deep.equal([2, emptyChecksum, true, []]);
    }
  });

  it('writes a single hash with its first value and no parameter, present on the wire', async () => {
    const request: FetchRequest = { listUpdateRequests: [{ threatType: 1, platformType: 6, threatEntryType: 1, constraints: { supportedCompressions: [1, 2] } }] };
    const answer = await app.inject({ method: 'POST', url: '/v4/threatListUpdates:fetch?alt=proto', headers: { 'content-type': 'application/x-protobuf' }, payload: Buffer.from(fetchRequest.toBytes(request)) });
    const [list] = fetchResponse.fromBytes(answer.rawPayload).listUpdateResponses;
    expect(list?.additions[0]?.riceHashes).to.deep.equal({ firstValue: String(prefixOf('worse.test/').readUInt32LE()), numEntries: 0 });
  });

  it('finds full hashes for each type and platform asked, and says how long a miss may be kept', async () => {
    const answer = await post('fullHashes:find', { threatInfo: {
      threatTypes: ['SOCIAL_ENGINEERING', 'MALWARE', 5], platformTypes: ['ANY_PLATFORM', 'LINUX'], threatEntryTypes: ['URL'],
      threatEntries: [{ hash: prefixOf('evil.test/login').toString('base64url') }, { hash: prefixOf('nothing.test/').toString('base64') }],
    } });
    const match = (threatType: string, platformType: string) => ({ threatType, platformType, threat: { hash: expressionHash('evil.test/login').toString('base64') }, threatEntryMetadata: {}, cacheDuration: '300s', threatEntryType: 'URL' });
    expect(answer.json()).to.deep.equal({
      matches: [match('SOCIAL_ENGINEERING', 'ANY_PLATFORM'), match('SOCIAL_ENGINEERING', 'LINUX'), match('SOCIAL_ENGINEERING_INTERNAL', 'ANY_PLATFORM'), match('SOCIAL_ENGINEERING_INTERNAL', 'LINUX')],
      negativeCacheDuration: '300s',
    });
    const proto = await app.inject({ method: 'POST', url: '/v4/fullHashes:find?alt=proto', headers: { 'content-type': 'application/x-protobuf' }, payload: Buffer.from(findFullHashesRequest.toBytes({ threatInfo: { threatTypes: [1], platformTypes: [6], threatEntryTypes: [1], threatEntries: [{ hash: prefixOf('worse.test/') }] } })) });
    expect(findFullHashesResponse.fromBytes(proto.rawPayload).matches.map(({ threatType }) => threatType)).to.deep.equal([1]);
  });

  it('keeps a match no longer than its listing lasts', async () => {
    world.source.list('soon.test/', { threat: 'malware', expiresAtMs: nowMs + 42_500 });
    world.source.list('over.test/', { threat: 'malware', expiresAtMs: nowMs });
    const answer = await post('fullHashes:find', { threatInfo: { threatTypes: ['MALWARE'], platformTypes: ['ANY_PLATFORM'], threatEntries: ['soon.test/', 'over.test/'].map((expression) => ({ hash: prefixOf(expression).toString('base64') })) } });
    expect(answer.json<{ matches: { cacheDuration: string }[] }>().matches.map(({ cacheDuration }) => cacheDuration)).to.deep.equal(['42s']);
  });

  it('matches URLs by all their expressions, returns each as it was sent, and {} where there is none', async () => {
    const ask = async (...urls: string[]) => (await post('threatMatches:find', { threatInfo: { threatTypes: ['THREAT_TYPE_UNSPECIFIED', 'MALWARE', 'SOCIAL_ENGINEERING'], platformTypes: ['ANY_PLATFORM'], threatEntryTypes: ['URL'], threatEntries: urls.map((url) => ({ url })) } })).json<{ matches?: { threat: { url: string }; threatType: string }[] }>();
    expect((await ask('HTTP://a.b.WORSE.test:8080/x?y#z', 'evil.test/%6Cogin', 'http://fine.test/', '::', 'http://host-only.test/x', 'http://sub.host-only.test/')).matches?.map(({ threat, threatType }) => [threat.url, threatType])).to.deep.equal([
      ['HTTP://a.b.WORSE.test:8080/x?y#z', 'MALWARE'], ['evil.test/%6Cogin', 'SOCIAL_ENGINEERING'], ['http://host-only.test/x', 'SOCIAL_ENGINEERING'],
    ]);
    expect(await ask('http://fine.test/')).to.deep.equal({});
  });

  it('hands out no more than is asked for at once, and the rest after that', async () => {
    for (let number = 0; number < 30; number += 1) world.source.list(`many-${number}.test/`);
    const constraints = { maxUpdateEntries: 16 };
    const prefixes: string[] = [];
    for (let state = '', rounds = 0; rounds < 3; rounds += 1) {
      const [list] = (await post('threatListUpdates:fetch', update({ state, constraints }))).json<{ listUpdateResponses: { responseType: string; newClientState: string; checksum: { sha256: string }; additions?: { rawHashes: { rawHashes: string } }[] }[] }>().listUpdateResponses;
      expect(list?.responseType).to.equal(rounds === 0 ? 'FULL_UPDATE' : 'PARTIAL_UPDATE');
      const bytes = Buffer.from(list?.additions?.[0]?.rawHashes.rawHashes ?? '', 'base64');
      prefixes.push(...bytes.toString('hex').match(/.{8}/g) ?? []);
      expect(list?.checksum.sha256).to.equal(sha256(Buffer.from([...prefixes].sort().join(''), 'hex')));
      state = list?.newClientState ?? '';
    }
    expect(prefixes).to.have.lengthOf(32);
  });

  it('takes its messages in the path too', async () => {
    const message = Buffer.from(fetchRequest.toBytes({ listUpdateRequests: [{ threatType: 1, platformType: 6, threatEntryType: 1, constraints: { supportedCompressions: [2] } }] })).toString('base64url');
    expect(fetchResponse.fromBytes((await app.inject(`/v4/encodedUpdates/${message}?alt=proto`)).rawPayload).listUpdateResponses).to.have.lengthOf(1);
    expect((await app.inject(`/v4/encodedFullHashes/${Buffer.from(findFullHashesRequest.toBytes({})).toString('base64url')}`)).json()).to.deep.equal({ negativeCacheDuration: '300s' });
  });

  const invalid = { status: 'INVALID_ARGUMENT', code: 400 };
  for (const [why, path, payload] of [
    ['501 URLs', 'threatMatches:find', { threatInfo: { threatEntries: Array.from({ length: 501 }, () => ({ url: 'a.test' })) } }],
    ['501 hashes', 'fullHashes:find', { threatInfo: { threatEntries: Array.from({ length: 501 }, () => ({ hash: 'AAAAAA==' })) } }],
    ['a hash of three bytes', 'fullHashes:find', { threatInfo: { threatEntries: [{ hash: 'AAAA' }] } }],
    ['a hash of 33 bytes', 'fullHashes:find', { threatInfo: { threatEntries: [{ hash: Buffer.alloc(33).toString('base64') }] } }],
    ['a URL that is a number', 'threatMatches:find', { threatInfo: { threatEntries: [{ url: 7 }] } }],
    ['entries that are no list', 'threatMatches:find', { threatInfo: { threatEntries: {} } }],
    ['a state that is no base64', 'threatListUpdates:fetch', { listUpdateRequests: [{ threatType: 1, platformType: 6, threatEntryType: 1, state: '%%%' }] }],
    ['a negative constraint', 'threatListUpdates:fetch', { listUpdateRequests: [{ threatType: 1, platformType: 6, threatEntryType: 1, constraints: { maxUpdateEntries: -1 } }] }],
    ['101 lists', 'threatListUpdates:fetch', { listUpdateRequests: Array.from({ length: 101 }, () => ({ threatType: 1, platformType: 6, threatEntryType: 1 })) }],
    ['a body that is a list', 'threatListUpdates:fetch', []],
  ] as const) {
    it(`refuses ${why}`, async () => {
      const answer = await post(path, payload);
      expect(answer.json<{ error: object }>().error).to.include(invalid);
      expect(answer.statusCode).to.equal(400);
    });
  }

  it('says what is wrong with the HTTP of a request in its own words', async () => {
    const codes = async (options: object) => { const answer = await app.inject(options); return [answer.statusCode, answer.json<{ error: { status: string } }>().error.status]; };
    expect(await codes({ method: 'POST', url: '/v4/fullHashes:find', headers: { 'content-type': 'application/json' }, payload: '{"a"' })).to.deep.equal([400, 'INVALID_ARGUMENT']);
    expect(await codes({ method: 'POST', url: '/v4/fullHashes:find', headers: { 'content-type': 'application/x-protobuf' }, payload: Buffer.from([0x1a, 0x7f, 1]) })).to.deep.equal([400, 'INVALID_ARGUMENT']);
    expect(await codes({ method: 'POST', url: '/v4/fullHashes:find' })).to.deep.equal([400, 'INVALID_ARGUMENT']);
    expect(await codes({ method: 'POST', url: '/v4/fullHashes:find', headers: { 'content-type': 'image/png' }, payload: 'x' })).to.deep.equal([415, 'INVALID_ARGUMENT']);
    expect(await codes({ method: 'POST', url: '/v4/fullHashes:find', headers: { 'content-type': 'application/x-protobuf' }, payload: Buffer.alloc(2_000_000) })).to.deep.equal([413, 'INVALID_ARGUMENT']);
    expect(await codes({ url: '/v4/fullHashes:find?$req=!!' })).to.deep.equal([400, 'INVALID_ARGUMENT']);
    expect(await codes({ url: '/v4/fullHashes:find' })).to.deep.equal([400, 'INVALID_ARGUMENT']);
  });
});

describe('Safe Browsing v5', () => {
  let world: FakeWorld;
  let app: FastifyInstance;
  beforeEach(() => {
    world = new FakeWorld({ limits: { ...defaultLimits, requestsPerMinute: 100_000 } });
    app = createApi(world.deps());
    for (const name of ['a', 'b', 'c']) world.source.list(`${name}.test/`);
    world.source.list('worse.test/', { threat: 'malware' });
  });
  afterEach(() => app.close());
  const expected = sorted(['a.test/', 'b.test/', 'c.test/'].map((expression) => expressionHash(expression)));

  it('answers in protobuf whoever asks for nothing, and in JSON whoever asks for that', async () => {
    const ask = async (url: string, accept = '*/*') => (await app.inject({ url, headers: { accept } })).headers['content-type'];
    expect(await ask('/v5/hashLists')).to.equal('application/x-protobuf');
    expect(await ask('/v5/hashLists?alt=json')).to.equal('application/json; charset=UTF-8');
    expect(await ask('/v5/hashLists', 'application/json')).to.equal('application/json; charset=UTF-8');
    expect(await ask('/v5/hashLists?alt=proto', 'application/json')).to.equal('application/x-protobuf');
  });

  for (const [bytes, field, first] of [
    [4, 'additionsFourBytes', ['firstValue']], [8, 'additionsEightBytes', ['firstValue']], [16, 'additionsSixteenBytes', ['firstValueHi', 'firstValueLo']],
    [32, 'additionsThirtyTwoBytes', ['firstValueFirstPart', 'firstValueSecondPart', 'firstValueThirdPart', 'firstValueFourthPart']],
  ] as const) {
    it(`serves lists of ${bytes} bytes a prefix`, async () => {
      const list = (await app.inject(`/v5/hashList/se-${bytes}b?alt=json`)).json<Record<string, Record<string, string | number>>>();
      const coded = list[field] ?? expect.fail(`no ${field}`);
      const parts = first.map((name) => BigInt(coded[name] ?? expect.fail(name)).toString(16).padStart(bytes === 4 ? 8 : 16, '0')).join('');
      const words = Uint32Array.from((parts.match(/.{8}/g) ?? []).map((word) => Number.parseInt(word, 16)));
      const numbers = decodeRice({ first: words, parameter: Number(coded['riceParameter']), count: Number(coded['entriesCount']), data: Buffer.from(String(coded['encodedData']), 'base64') });
      const prefixes = expected.map((hash) => hash.subarray(0, bytes));
      expect([...numbers].map((word) => word.toString(16).padStart(8, '0')).join('')).to.equal(Buffer.concat(prefixes).toString('hex'));
      expect(list).to.include({ name: `se-${bytes}b`, sha256Checksum: sha256(Buffer.concat(prefixes)), minimumWaitDuration: '900s' });
      const binary = await app.inject(`/v5/hashList/se-${bytes}b`);
      expect(hashList.toJson(hashList.fromBytes(binary.rawPayload))).to.deep.equal(list);
    });
  }

  it('keeps the order and the number of the lists asked for, empty where they are not served here', async () => {
    const names = ['se-4b', 'mcrx-16b', 'uws-4b', 'mwb-4b', 'bi-4b', 'mw-4b', 'csdda-32b', 'gc-32b'];
    const message = Buffer.from(batchGetRequest.toBytes({ names, version: [] })).toString('base64url');
    const { hashLists } = batchGetResponse.fromBytes((await app.inject(`/v5/hashLists:batchGet?$req=${message}&$ct=application/x-protobuf&key=k`)).rawPayload);
    expect(hashLists.map(({ name }) => name)).to.deep.equal(names);
    expect(hashLists.filter(({ additionsFourBytes }) => additionsFourBytes !== undefined).map(({ name }) => name)).to.deep.equal(['se-4b', 'mw-4b']);
  });

  it('goes on from the versions that it gave, in whatever order they come back', async () => {
    interface Answer { readonly hashLists: readonly { readonly version: string; readonly partialUpdate?: boolean }[] }
    const first = (await app.inject('/v5/hashLists:batchGet?alt=json&names=se-4b&names=mw-4b&version=')).json<Answer>();
    const versions = first.hashLists.map(({ version }) => `version=${encodeURIComponent(version)}`).reverse();
    const next = (await app.inject(`/v5/hashLists:batchGet?alt=json&names=se-4b&names=mw-4b&names=uws-4b&${versions.join('&')}&version=`)).json<Answer>();
    expect(next.hashLists.map(({ partialUpdate }) => partialUpdate ?? false)).to.deep.equal([true, true, false]);
  });

  it('finds full hashes by prefix, and says for how long even where there are none', async () => {
    const ask = async (...expressions: string[]) => app.inject(`/v5/hashes:search?${expressions.map((expression) => `hashPrefixes=${encodeURIComponent(prefixOf(expression).toString('base64'))}`).join('&')}`);
    const found = searchHashesResponse.fromBytes((await ask('a.test/', 'nothing.test/', 'worse.test/', 'a.test/')).rawPayload);
    expect(found.fullHashes.map(({ fullHash, fullHashDetails }) => [Buffer.from(fullHash).toString('hex'), fullHashDetails[0]?.threatType])).to.deep.equal([[expressionHash('a.test/').toString('hex'), 2], [expressionHash('worse.test/').toString('hex'), 1]]);
    expect(searchHashesResponse.toJson(searchHashesResponse.fromBytes((await ask('nothing.test/')).rawPayload))).to.deep.equal({ cacheDuration: '300s' });
    const message = Buffer.from(searchHashesRequest.toBytes({ hashPrefixes: [prefixOf('a.test/')] })).toString('base64url');
    expect(searchHashesResponse.fromBytes((await app.inject(`/v5/hashes:search?$req=${message}`)).rawPayload).fullHashes).to.have.lengthOf(1);
  });

  it('finds URLs for those who show them', async () => {
    expect((await app.inject(`/v5/urls:search?alt=json&urls=${encodeURIComponent('http://sub.a.test/x?y')}&urls=http://fine.test/`)).json()).to.deep.equal({ threats: [{ url: 'http://sub.a.test/x?y', threatTypes: ['SOCIAL_ENGINEERING'] }], cacheDuration: '300s' });
  });

  it('lists its lists in pages', async () => {
    interface Page { readonly hashLists: readonly { readonly name: string }[]; readonly nextPageToken?: string }
    const names: string[] = [];
    for (let token = '', more = true; more;) {
      const page = (await app.inject(`/v5/hashLists?alt=json&pageSize=5&pageToken=${token}`)).json<Page>();
      names.push(...page.hashLists.map(({ name }) => name));
      token = page.nextPageToken ?? '';
      more = token !== '';
    }
    expect(names).to.have.lengthOf(12).and.to.include.members(['se-4b', 'mw-4b', 'uws-4b', 'se-32b']);
  });

  for (const [why, url] of [
    ['a prefix of three bytes', '/v5/hashes:search?hashPrefixes=AAAA'], ['a prefix of eight', '/v5/hashes:search?hashPrefixes=AAAAAAAAAAA='], ['no prefix', '/v5/hashes:search'],
    ['1001 prefixes', `/v5/hashes:search?${'hashPrefixes=AAAAAA&'.repeat(1001)}`], ['51 URLs', `/v5/urls:search?${'urls=a&'.repeat(51)}`], ['a list twice', '/v5/hashLists:batchGet?names=se-4b&names=se-4b'],
    ['no list', '/v5/hashLists:batchGet'], ['what is no name', '/v5/hashList/..%2F..%2Fetc'], ['a constraint below 1024', '/v5/hashList/se-4b?sizeConstraints.maxUpdateEntries=100'],
    ['a constraint that is no number', '/v5/hashList/se-4b?sizeConstraints.maxUpdateEntries=many'], ['a negative page', '/v5/hashLists?pageSize=-1'], ['a foreign page', '/v5/hashLists?pageToken=x'],
  ] as const) {
    it(`refuses ${why}`, async () => {
      const answer = await app.inject(url);
      expect([answer.statusCode, answer.json<{ error: { status: string } }>().error.status]).to.deep.equal([400, 'INVALID_ARGUMENT']);
    });
  }

  it('answers any message at all with 200 or the documented 400', async () => {
    const paths = ['/v4/threatListUpdates:fetch', '/v4/fullHashes:find', '/v4/threatMatches:find', '/v5/hashes:search', '/v5/hashLists:batchGet', '/v5/hashList/se-4b', '/v5/hashLists', '/v5/urls:search'];
    await fc.assert(fc.asyncProperty(fc.constantFrom(...paths), fc.uint8Array({ maxLength: 60 }), fc.jsonValue({ maxDepth: 4 }), fc.boolean(), async (url, bytes, json, isPost) => {
      const req = Buffer.from(bytes).toString('base64url');
      const answers = [await app.inject({ url, query: { $req: req } })];
      if (isPost && url.startsWith('/v4')) answers.push(await app.inject({ method: 'POST', url, headers: { 'content-type': 'application/x-protobuf' }, payload: Buffer.from(bytes) }), await app.inject({ method: 'POST', url, headers: { 'content-type': 'application/json' }, payload: JSON.stringify({ threatInfo: json, listUpdateRequests: json, threatEntries: json }) }));
      for (const { statusCode } of answers) expect(statusCode).to.be.oneOf([200, 400]);
    }), { numRuns: 400 });
  }).timeout(60_000);
});
