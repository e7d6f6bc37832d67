import { expect } from 'chai';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { listKinds, kindOfThreat } from '../../../reputation/safebrowsing/lists.ts';
import { bytesOf, prefixBytes, type PrefixBytes } from '../../../reputation/safebrowsing/prefix-list.ts';
import { publishLists, type PublishedLists } from '../../../reputation/safebrowsing/published.ts';
import { updateOf, type Constraints, type ListUpdate } from '../../../reputation/safebrowsing/updates.ts';
import { threats } from '../../../records/index.ts';
import { anyThreat, hashOf, hex, listedHash, MemorySource } from './memory-source.ts';

const [, phishing] = listKinds;
if (phishing === undefined) throw new Error('there are three lists');
const unbound: Constraints = { maxUpdate: 0, maxEntries: 0 };
const none = new Uint8Array(0);

/** Does with an update what the documents say, with strings. Throws where the checksum isn't met. */
class Client {
  entries: string[] = [];
  version: Uint8Array = none;

  take({ isFull, removals, additions, version, checksum }: ListUpdate): void {
    if (isFull) this.entries = [];
    const gone = new Set(removals);
    for (const index of gone) if (index >= this.entries.length) throw new Error(`nothing is at ${index}`);
    this.entries = this.entries.filter((_, at) => !gone.has(at));
    const added = hex(bytesOf(additions)).match(new RegExp(`.{${additions.bytes * 2}}`, 'g')) ?? [];
    for (const entry of added) if (this.entries.includes(entry)) throw new Error(`${entry} is there already`);
    this.entries = [...this.entries, ...added].sort();
    if (createHash('sha256').update(Buffer.from(this.entries.join(''), 'hex')).digest('hex') !== hex(checksum)) throw new Error('the checksum is another');
    this.version = version;
  }
}

const world = (): { readonly source: MemorySource; readonly lists: PublishedLists; readonly pass: () => void } => {
  let nowMs = 0;
  const source = new MemorySource();
  return { source, lists: publishLists(source, () => nowMs), pass: () => { nowMs += 60_000; } };
};

describe('list updates', () => {
  it('give a new client everything, then only what changed, then nothing', async () => {
    const { source, lists, pass } = world();
    source.list('a.test/');
    source.list('b.test/');
    const client = new Client();
    const ask = async (): Promise<ListUpdate> => updateOf(lists, phishing, 4, client.version, unbound);
    const first = await ask();
    expect(first.isFull).to.equal(true);
    client.take(first);
    source.list('c.test/');
    source.delist(source.hashes()[0] ?? none);
    pass();
    const second = await ask();
    expect({ isFull: second.isFull, added: second.additions.count, removed: second.removals.length }).to.deep.equal({ isFull: false, added: 1, removed: 1 });
    client.take(second);
    pass();
    const third = await ask();
    expect({ isFull: third.isFull, added: third.additions.count, removed: third.removals.length }).to.deep.equal({ isFull: false, added: 0, removed: 0 });
    expect(hex(third.version)).to.equal(hex(second.version));
  });

  it('keep a prefix for as long as one hash has it', async () => {
    const { source, lists, pass } = world();
    source.put(listedHash(hashOf(1, 1)), listedHash(hashOf(1, 2)));
    const client = new Client();
    client.take(await updateOf(lists, phishing, 4, none, unbound));
    source.delist(hashOf(1, 1));
    pass();
    expect((await updateOf(lists, phishing, 4, client.version, unbound)).removals).to.have.lengthOf(0);
    source.delist(hashOf(1, 2));
    pass();
    expect([...(await updateOf(lists, phishing, 4, client.version, unbound)).removals]).to.deep.equal([0]);
  });

  it('are the whole list where the version is of another list, another store, forgotten or garbage', async () => {
    const { source, lists, pass } = world();
    source.list('a.test/');
    const mine = (await updateOf(lists, phishing, 4, none, unbound)).version;
    source.list('b.test/');
    source.forgottenBefore = 2;
    pass();
    const other = world();
    other.source.list('x.test/');
    const foreign = (await updateOf(other.lists, phishing, 4, none, unbound)).version;
    const eightBytes = (await updateOf(lists, phishing, 8, none, unbound)).version;
    for (const version of [mine, foreign, eightBytes, Buffer.from('garbage'), Buffer.alloc(31, 255), Buffer.alloc(31, 1), Buffer.concat([mine, mine])]) {
      expect((await updateOf(lists, phishing, 4, version, unbound)).isFull, hex(version)).to.equal(true);
    }
  });

  it('bring every client to the list of their threats, whatever happened and however little it takes at once', async () => {
    const change = fc.record({ kind: fc.constantFrom('put', 'put', 'delist'), family: fc.nat(12), member: fc.nat(3), threat: fc.nat(threats.length - 1) });
    const step = fc.record({ changes: fc.array(change, { maxLength: 25 }), asks: fc.array(fc.nat(2), { maxLength: 4 }) });
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.constantFrom(...prefixBytes), fc.nat(7), fc.nat(12), async (steps, bytes: PrefixBytes, maxUpdate, maxEntries) => {
      const { source, lists, pass } = world();
      const clients = [new Client(), new Client(), new Client()];
      const limits = [unbound, { maxUpdate, maxEntries: 0 }, { maxUpdate, maxEntries }] as const;
      for (const { changes, asks } of steps) {
        for (const { kind, family, member, threat } of changes) {
          if (kind === 'put') source.put(listedHash(hashOf(family, member, [4, 8, 16][member]), anyThreat(threat)));
          else source.delist(hashOf(family, member, [4, 8, 16][member]));
        }
        pass();
        for (const who of asks) {
          const client = clients[who];
          if (client !== undefined) client.take(await updateOf(lists, phishing, bytes, client.version, limits[who] ?? unbound));
        }
      }
      pass();
      const expected = hex(source.prefixes(phishing.threats, bytes)).match(new RegExp(`.{${bytes * 2}}`, 'g')) ?? [];
      for (const [who, client] of clients.entries()) {
        const most = limits[who]?.maxEntries ?? 0;
        for (let update = await updateOf(lists, phishing, bytes, client.version, limits[who] ?? unbound); ; update = await updateOf(lists, phishing, bytes, client.version, limits[who] ?? unbound)) {
          const most = limits[who]?.maxUpdate ?? 0;
          if (most > 0) expect(update.additions.count + update.removals.length).to.be.at.most(most);
          client.take(update);
          if (!update.isMore && update.additions.count + update.removals.length === 0) break;
        }
        expect(client.entries).to.deep.equal(most === 0 ? expected : expected.slice(0, most));
      }
    }), { numRuns: 120 });
  }).timeout(60_000);
});

describe('the lists', () => {
  it('hold every threat on exactly one', () => {
    for (const threat of threats) expect(listKinds.filter((kind) => kind.threats.has(threat))).to.deep.equal([kindOfThreat(threat)]);
  });
});
