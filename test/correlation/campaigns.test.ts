import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { createJudge } from '../../classifiers/judge.ts';
import { loadPolicy } from '../../classifiers/policy.ts';
import { openCampaigns, type Campaigns } from '../../correlation/campaigns.ts';
import { traitsOf } from '../../correlation/traits.ts';
import type { Capture, Verdict } from '../../records/index.ts';
import { brands, captureOf, scriptOf } from '../classifiers/capture-builder.ts';
import { testRedis } from '../queues/redis-server.ts';
import { kitPage } from './pages.ts';

const nowMs = 1_795_000_000_000;
const policy = loadPolicy(JSON.parse(readFileSync(new URL('../../config/data/policy.json', import.meta.url), 'utf8')));
const judge = createJudge({ policy, brands });
const judged = (capture: Capture, over: Partial<Verdict> = {}): Verdict => ({
  v: 1, urlKey: capture.urlKey, url: capture.url, finalUrl: capture.finalUrl, verdict: 'malicious', why: null, threat: 'phishing', brand: 'Marlow Bank', score: 0.98, signals: [], failedDetectors: [], policy: 'x', compromised: false,
  captureKey: null, comparedWith: null, lane: 'render', profile: 'p', atMs: nowMs, ...over,
});

describe('the traits of a capture', () => {
  it('are the same for one kit on two hosts, but for what is the hosts\'', () => {
    const [one, two] = [traitsOf(kitPage('alpha.test')), traitsOf(kitPage('beta-77.test'))].map((traits) => traits.map(({ kind, value }) => `${kind} ${value}`));
    const shared = one?.filter((trait) => two?.includes(trait)).map((trait) => trait.split(' ')[0]);
    expect(shared).to.have.members(['script', 'form', 'shape', 'kit', 'path', 'address']);
  });

  it('name bots, mail addresses and ids of statistics services, addresses as hashes alone', () => {
    const capture = captureOf({ scripts: [scriptOf("fetch('https://api.telegram.org/bot1234567890:AAH_x/sendMessage'); to = 'drop@mail.test'; gtag('config','G-ABCDEF1234'); fbq('init', '123456789012')")] });
    const traits = traitsOf(capture);
    expect(traits.filter(({ kind }) => kind === 'telegram' || kind === 'tracker').map(({ value }) => value)).to.have.members(['1234567890', 'G-ABCDEF1234', 'fb-123456789012']);
    expect(traits.find(({ kind }) => kind === 'mail')?.value).to.match(/^[0-9a-f]{24}$/);
  });

  it('are bounded, and fast to take from hostile pages', () => {
    const capture = captureOf({ body: '<div>'.repeat(100_000), scripts: Array.from({ length: 500 }, (_, index) => ({ ...scriptOf('a@'.repeat(2000) + 'G-'.repeat(500)), sha256: String(index).padStart(64, '0') })) });
    const before = process.cpuUsage();
    expect(traitsOf(capture).length).to.be.at.most(40);
    expect(process.cpuUsage(before).user / 1000).to.be.lessThan(3000);
  });
});

describe('campaigns', () => {
  const redis = testRedis();
  let campaigns: Campaigns;
  beforeEach(() => { campaigns = openCampaigns(redis.client, redis.prefix()); });
  const place = (capture: Capture, over: Partial<Verdict> = {}): Promise<string | null> => campaigns.place(capture, judged(capture, over), nowMs);

  it('grow by what shares a kit, and tell what ties them', async () => {
    const ids = [await place(kitPage('alpha.test')), await place(kitPage('beta.test')), await place(kitPage('gamma.test'))];
    expect(new Set(ids).size).to.equal(1);
    const other = await place(kitPage('delta.test', { kit: 'two', drop: 'https://else.test/x' }));
    expect(other).to.not.equal(ids[0]);
    const campaign = await campaigns.get(ids[0] ?? '');
    expect(campaign).to.deep.include({ members: 3, ownMalicious: 3, owners: 3, threats: [['phishing', 3]], brands: [['Marlow Bank', 3]], firstSeenMs: nowMs });
    expect(campaign?.ties.map(([tie, count]) => [tie.split(' ')[0], count])).to.deep.include(['kit', 2]).and.to.deep.include(['shape', 2]);
    expect(await campaigns.members(ids[0] ?? '', 10)).to.have.length(3);
    expect((await campaigns.recent(10)).map(({ id }) => id)).to.have.members([ids[0], other]);
  });

  it('count a URL once, however often it is seen', async () => {
    const id = await place(kitPage('alpha.test'));
    expect(await place(kitPage('alpha.test'))).to.equal(id);
    expect((await campaigns.get(id ?? ''))?.members).to.equal(1);
    expect(await campaigns.campaignOf(kitPage('alpha.test').urlKey)).to.equal(id);
  });

  it('become one where a page is close to both', async () => {
    const first = await place(kitPage('alpha.test'));
    const second = await place(kitPage('beta.test', { kit: 'two', drop: 'https://else.test/x' }));
    const both = kitPage('gamma.test', { kit: 'two', drop: 'https://else.test/x' });
    const mixed: Capture = { ...both, parts: { ...both.parts, forms: kitPage('gamma.test').parts.forms, scripts: kitPage('gamma.test').parts.scripts, requests: kitPage('gamma.test').parts.requests, frames: both.parts.frames } };
    await place(mixed);
    await campaigns.placeTraits([...traitsOf(kitPage('x.test')), ...traitsOf(kitPage('y.test', { kit: 'two', drop: 'https://else.test/x' }))], { kind: 'malicious', urlKey: 'm'.repeat(22), owner: 'z', threat: 'phishing', brand: null, byItself: true }, nowMs);
    expect((await campaigns.get(second ?? ''))?.id).to.equal(first);
    expect((await campaigns.get(first ?? ''))?.members).to.equal(4);
    expect(await campaigns.recent(10)).to.have.length(1);
  });

  it('are not made by what decent pages have as well', async () => {
    for (let page = 0; page < 8; page += 1) expect(await place(kitPage(`shop${page}.test`), { verdict: 'benign' })).to.equal(null);
    const ids = [await place(kitPage('alpha.test')), await place(kitPage('beta.test'))];
    expect(ids[0]).to.not.equal(ids[1]);
  });

  it('are not made of what sites that were broken into bring of their own', async () => {
    expect(await place(kitPage('alpha.test'), { compromised: true })).to.equal(null);
    expect(await campaigns.recent(10)).to.deep.equal([]);
  });

  it('let a new page of theirs be judged by them on its first visit', async () => {
    const fresh = kitPage('newcomer.test', { drop: 'http://newcomer.test/wp-content/one/next' });
    const alone = judge.judge(fresh, { captureKey: null, previous: null, nowMs });
    expect(alone.verdict).to.equal('benign');
    expect(await campaigns.match(fresh)).to.equal(null);
    await place(kitPage('alpha.test'));
    await place(kitPage('beta.test'));
    await place(kitPage('gamma.test'));
    const tie = await campaigns.match(fresh);
    expect(tie).to.deep.include({ ownMalicious: 3, owners: 3 });
    const verdict = judge.judge(fresh, { captureKey: null, previous: null, nowMs, campaign: tie });
    expect(verdict).to.include({ verdict: 'malicious' });
    expect(verdict.signals[0]).to.include({ name: 'campaign/same-kit' }).and.to.have.property('says').that.matches(/shares .*kit .* with 3 malicious pages of campaign/);
    // A page that was judged by its campaign alone is no witness for the next.
    await campaigns.place(fresh, verdict, nowMs);
    expect((await campaigns.match(kitPage('other.test')))?.ownMalicious).to.equal(3);
  });

  it('say nothing of a decent page that has its host and an icon in common with one of theirs', async () => {
    await place(kitPage('alpha.test'));
    await place(kitPage('beta.test'));
    await place(kitPage('gamma.test'));
    expect(await campaigns.match(captureOf({ url: 'http://alpha.test/about', body: '<p>We mend shoes.</p>' }))).to.equal(null);
  });
});
