import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { signalMeanings } from '../../classifiers/detectors/index.ts';
import { namesAbove } from '../../reputation/hosting.ts';
import { listedForMs, readAgeing } from '../../reputation/ageing.ts';
import { threats } from '../../records/index.ts';
import { ownerOf } from '../../url/owner.ts';
import { shipped } from './opened.ts';
import { dayMs, parsed, signal } from './verdicts.ts';

interface HostingData { readonly kinds: readonly { readonly kind: string; readonly hosts: readonly string[] }[]; readonly madeForIt: Readonly<Record<'domain' | 'host', readonly string[]>> }
interface AllowData { readonly groups: readonly { readonly name: string; readonly match: string; readonly values: readonly string[] }[] }
// Both were read by their schemas in opened.ts.
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../config/data/${name}.json`, import.meta.url), 'utf8'));
const hosting = read('hosting') as HostingData;
const allow = read('allow-list') as AllowData;

describe('the data on shared hosts', () => {
  it('holds each host once, as a URL spells it', () => {
    const hosts = hosting.kinds.flatMap((kind) => kind.hosts);
    expect(hosts.filter((host, at) => hosts.indexOf(host) !== at)).to.deep.equal([]);
    for (const host of hosts) expect(parsed(`https://${host}/`).host, host).to.equal(host);
  });

  it('lets the longest name decide', () => {
    const kindOf = (host: string) => shipped.hosting.placeOf(host)?.kind ?? null;
    expect(['s3.amazonaws.com', 'ec2-1.compute.amazonaws.com', 'x.web.core.windows.net', 'a.blob.core.windows.net', 'bit.ly', 'notbit.ly', 'ly'].map(kindOf))
      .to.deep.equal(['object-storage', 'tenants', 'tenants', 'object-storage', 'shortener', null, null]);
  });

  it('names signals that a detector gives', () => {
    for (const name of [...hosting.madeForIt.domain, ...hosting.madeForIt.host]) expect(signalMeanings, name).to.have.property(name);
  });

  it('takes the widest scope that a signal justifies', () => {
    const made = (...names: string[]) => shipped.hosting.madeForIt(names.map((name) => signal(name)));
    expect([made('lookalike-host/typo', 'lookalike-host/homograph'), made('lookalike-host/typo'), made('clickfix/command')]).to.deep.equal(['domain', 'host', null]);
  });

  it('climbs a name label by label', () => {
    expect([...namesAbove('a.b.c')]).to.deep.equal(['a.b.c', 'b.c', 'c']);
    expect([...namesAbove('')]).to.deep.equal(['']);
  });
});

describe('the allow list that ships', () => {
  it('has no value twice in a group, and names domains that somebody owns', () => {
    for (const { name, match, values } of allow.groups) {
      expect(values.length, name).to.equal(new Set(values).size);
      if (match !== 'domain') continue;
      for (const value of values) {
        const { host } = parsed(`https://${value}/`);
        expect(host, name).to.equal(value);
        expect(ownerOf(host).domain, value).to.equal(value);
      }
    }
  });
});

describe('the ageing data', () => {
  it('has a life for every threat, from a day to a month', () => {
    for (const threat of threats) expect(listedForMs(shipped.ageing, threat, false, ['feed:a'], 0.99) / dayMs, threat).to.be.within(1, 31);
  });

  it('halves what a finding is worth with each half-life, and gives what is surer longer', () => {
    const days = (score: number, sources: string[] = []) => listedForMs(shipped.ageing, 'phishing', false, sources, score) / dayMs;
    expect([days(1), days(0.5), days(1, ['feed:a']), days(0.1)]).to.deep.equal([7, 3.5, 10.5, 1 / 24]);
    expect(listedForMs(shipped.ageing, 'malware', true, [], 1) / dayMs).to.equal(3);
  });

  it('keeps a verdict longer than any listing that stands on it', () => {
    for (const threat of threats) expect(shipped.ageing.verdictSecs * 1000).to.be.at.least(listedForMs(shipped.ageing, threat, false, ['feed:a', 'review'], 1));
  });

  it('is refused where a threat or a unit is missing', () => {
    const ageing = read('ageing') as Readonly<Record<string, unknown>>;
    expect(() => readAgeing({ ...ageing, halfLifeSecs: { phishing: 1 } })).to.throw();
    expect(() => readAgeing({ ...ageing, cleanLooksToDelist: 0 })).to.throw();
  });
});
