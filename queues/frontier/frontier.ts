import type { Lane } from '../../records/index.ts';
import type { UrlKey, VisitUrl } from '../../url/types.ts';
import { queueKeys, scriptKeys, type FrontierKeys, type QueueKeys } from '../keys.ts';
import { Script, type RedisClient, type ScriptReply } from '../script.ts';
import type { Burial, Deferral, Frontier, FrontierCounts, FrontierRecord, Lease, LeaseOutcome, LeaseRef, Offer, OfferOutcome, Settlement } from './contract.ts';
import { hostOfVisit, partitionOf } from './host.ts';
import { upcomingOf } from './upcoming.ts';
import { Packer } from './packer.ts';
import { burialReasons, decodeRecord, laneNumber, sourceIndexOf } from './record.ts';
import { randomTokens, readToken, tokenBytes, writeToken } from './token.ts';

export interface FrontierOptions {
  readonly prefix: string;
  /** Quiet time of a host after each lease. */
  readonly hostDelayMs: number;
  /** For a new frontier; an existing one keeps its own. 1 to 1,024. */
  readonly partitions?: number;
  /** A host can ask for no longer quiet than this from the deferral on. */
  readonly maxHostQuietMs?: number;
}

/** The stored layout is one that this version can't read. */
export class FrontierLayoutError extends Error {
  override readonly name = 'FrontierLayoutError';
}

const layoutVersion = '1';
/** Items in one run of a script, which blocks Redis for a few milliseconds. */
const batchItems = 500;
/** Entries that one run of lease.lua moves in each of its steps. */
const leaseBudget = 1000;

const lua = (name: string): URL => new URL(`./lua/${name}.lua`, import.meta.url);
const prelude = [lua('record'), lua('place')];
const scripts = {
  offer: new Script(...prelude, lua('come-due'), lua('offer')),
  lease: new Script(...prelude, lua('come-due'), lua('lease')),
  settle: new Script(...prelude, lua('end-lease'), lua('settle')),
  defer: new Script(...prelude, lua('end-lease'), lua('defer')),
  bury: new Script(...prelude, lua('end-lease'), lua('bury')),
};

/** Opens the frontier under a prefix, or makes it. Throws FrontierLayoutError. The client stays the caller's. */
export const openFrontier = async (client: RedisClient, options: FrontierOptions): Promise<RedisFrontier> => {
  const wanted = options.partitions ?? 16;
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 1024) throw new RangeError(`partitions must be 1 to 1024, but is ${wanted}`);
  const keys = queueKeys(options.prefix);
  await client.hsetnx(keys.frontierMeta, 'version', layoutVersion);
  await client.hsetnx(keys.frontierMeta, 'partitions', String(wanted));
  const [version, partitions] = await client.hmget(keys.frontierMeta, 'version', 'partitions');
  if (version !== layoutVersion) throw new FrontierLayoutError(`the frontier "${options.prefix}" has layout ${version}, this version of Harrier reads ${layoutVersion}. Use the version that wrote it, or another Redis.`);
  return new RedisFrontier(client, keys, Number(partitions), options);
};

/** One partition's share of a call, with where its answers belong. */
interface Batch<Item> { readonly partition: number; readonly items: { readonly item: Item; readonly position: number }[] }

/** The frontier of contract.ts on Redis. Each method packs its items by partition and runs one script a batch. */
export class RedisFrontier implements Frontier {
  readonly #client: RedisClient;
  readonly #partitions: readonly { readonly keys: FrontierKeys; readonly scriptKeys: readonly string[] }[];
  readonly #hostDelayMs: number;
  readonly #maxHostQuietMs: number;
  /** Partition that the next `lease` begins with. */
  #turn = 0;

  constructor(client: RedisClient, keys: QueueKeys, partitions: number, options: FrontierOptions) {
    this.#client = client;
    this.#partitions = Array.from({ length: partitions }, (_, partition) => {
      const own = keys.frontier(partition);
      return { keys: own, scriptKeys: scriptKeys(own) };
    });
    this.#hostDelayMs = options.hostDelayMs;
    this.#maxHostQuietMs = options.maxHostQuietMs ?? 86_400_000;
  }

  async offer(offers: readonly Offer[], nowMs: number): Promise<OfferOutcome[]> {
    return this.#each(offers, (offer) => partitionOf(hostOfVisit(offer.url), this.#partitions.length), 'known', offerOutcomes, async ({ partition, items }) => {
      const sources = new Map<string, number>();
      const packer = new Packer(items.length * 120);
      for (const { item } of items) {
        const source = item.source.slice(0, 64);
        let index = sources.get(source);
        if (index === undefined) sources.set(source, index = sources.size);
        packer.key(item.key).u8(laneNumber(item.lane)).u8(item.priority).u8(item.revive ? 1 : 0).u16(index).time(Math.max(item.dueAtMs, nowMs)).text(item.url);
      }
      return this.#run(scripts.offer, partition, [nowMs, this.#hostDelayMs, packer.done(), ...sources.keys()]);
    });
  }

  async lease(lane: Lane, max: number, nowMs: number, leaseMs: number): Promise<Lease[]> {
    const leases: Lease[] = [];
    const count = this.#partitions.length;
    const first = this.#turn++ % count;
    let open = Array.from({ length: count }, (_, step) => (first + step) % count);
    while (leases.length < max && open.length > 0) {
      const need = max - leases.length;
      const asked = open.slice(0, need);
      const answers = await Promise.all(asked.map(async (partition, at) => {
        const share = Math.min(Math.floor(need / asked.length) + (at < need % asked.length ? 1 : 0), batchItems);
        return { share, ...await this.#leaseFrom(partition, lane, share, nowMs, leaseMs) };
      }));
      const finished = new Set(asked.filter((_, at) => answers[at] !== undefined && !answers[at].more && answers[at].leases.length < answers[at].share));
      for (const answer of answers) leases.push(...answer.leases);
      // Those that have more go to the end, so that one with few to give is not asked before the others.
      open = [...open.slice(asked.length), ...asked].filter((partition) => !finished.has(partition));
    }
    return leases;
  }

  async settle(settlements: readonly Settlement[], nowMs: number): Promise<LeaseOutcome[]> {
    return this.#end(scripts.settle, settlements, nowMs, (packer, { next }) => {
      packer.u8(next === null ? 0 : laneNumber(next.lane)).u8(next?.priority ?? 0).time(next === null ? 0 : Math.max(next.dueAtMs, nowMs));
    });
  }

  async defer(deferrals: readonly Deferral[], nowMs: number): Promise<LeaseOutcome[]> {
    return this.#end(scripts.defer, deferrals, nowMs, (packer, { lane, look, costsAttempt, dueAtMs, hostNotBeforeMs }) => {
      packer.u8(laneNumber(lane)).u8(Math.min(look, 255)).u8(costsAttempt ? 1 : 0).time(Math.max(dueAtMs, nowMs)).time(Math.min(Math.max(hostNotBeforeMs ?? 0, 0), nowMs + this.#maxHostQuietMs));
    });
  }

  async bury(burials: readonly Burial[], nowMs: number): Promise<LeaseOutcome[]> {
    return this.#end(scripts.bury, burials, nowMs, (packer, { reason }) => {
      packer.u8(burialReasons.indexOf(reason));
    });
  }

  /** A key alone doesn't name its partition: asks all of them. */
  async get(key: UrlKey): Promise<FrontierRecord | null> {
    const id = Buffer.from(key, 'base64url');
    const found = await Promise.all(this.#partitions.map(async ({ keys }) => {
      const raw = await this.#client.hgetBuffer(keys.records, id);
      if (raw === null) return null;
      return decodeRecord(key, raw, await this.#client.hget(keys.sources, `i:${sourceIndexOf(raw)}`) ?? 'other');
    }));
    return found.find((record) => record !== null) ?? null;
  }

  /** What is due next, about in order; see upcoming.ts. */
  async upcoming(max: number): Promise<FrontierRecord[]> {
    const found = await Promise.all(this.#partitions.map(({ keys }) => upcomingOf(this.#client, keys, max)));
    return found.flat().sort((a, b) => (a.dueAtMs ?? 0) - (b.dueAtMs ?? 0)).slice(0, max);
  }

  /** Three small reads a partition, whatever is known. */
  async counts(): Promise<FrontierCounts> {
    const rows = await Promise.all(this.#partitions.map(async ({ keys }) => Promise.all([
      this.#client.hlen(keys.records), this.#client.hgetall(keys.counts), this.#client.zcard(keys.leases),
    ])));
    const sum = (of: (row: (typeof rows)[number]) => number): number => rows.reduce((total, row) => total + of(row), 0);
    const counter = (name: string): number => sum(([, counts]) => Number(counts[name] ?? 0));
    return {
      known: sum(([known]) => known),
      due: { probe: counter(`due:${laneNumber('probe')}`), render: counter(`due:${laneNumber('render')}`) },
      leased: sum(([, , leased]) => leased),
      buried: counter('buried'),
    };
  }

  /**
   * All records, a few hundred in memory at a time. One that is there from beginning to end comes at least
   * once; one that changes meanwhile may come twice.
   */
  async *scan(): AsyncGenerator<FrontierRecord> {
    for (const { keys } of this.#partitions) {
      let cursor = '0';
      let sources = await this.#client.hgetall(keys.sources);
      do {
        const [next, rows] = await this.#client.hscanBuffer(keys.records, cursor, 'COUNT', 500);
        for (let at = 0; at + 1 < rows.length; at += 2) {
          const [id, raw] = [rows[at], rows[at + 1]];
          if (id === undefined || raw === undefined) continue;
          const field = `i:${sourceIndexOf(raw)}`;
          if (sources[field] === undefined) sources = { [field]: 'other', ...await this.#client.hgetall(keys.sources) };
          yield decodeRecord(id.toString('base64url') as UrlKey, raw, sources[field] ?? 'other'); // what `offer` was given
        }
        cursor = next.toString();
      } while (cursor !== '0');
    }
  }

  async #leaseFrom(partition: number, lane: Lane, share: number, nowMs: number, leaseMs: number): Promise<{ readonly more: boolean; readonly leases: Lease[] }> {
    const tokens = randomTokens(share);
    const reply = await this.#run(scripts.lease, partition, [nowMs, laneNumber(lane), share, leaseMs, this.#hostDelayMs, leaseBudget, tokens]);
    if (!Array.isArray(reply)) throw new TypeError('lease.lua answered no list');
    const leases: Lease[] = [];
    for (let at = 1; at < reply.length; at += 5) {
      const [id, url, look, attempts, source] = reply.slice(at, at + 5) as [Buffer, Buffer, number, number, Buffer]; // as lease.lua's head says
      const secret = tokens.subarray(leases.length * tokenBytes, (leases.length + 1) * tokenBytes);
      leases.push({
        key: id.toString('base64url') as UrlKey, url: url.toString() as VisitUrl, // what `offer` was given
        lane, look, attempts, source: source.toString(), deadlineMs: nowMs + leaseMs, token: writeToken(partition, secret),
      });
    }
    return { more: reply[0] === 1, leases };
  }

  /** Settle, defer and bury: what is not held (a token of nowhere included) is `lease-lost`. */
  async #end<Item extends LeaseRef>(script: Script, items: readonly Item[], nowMs: number, pack: (packer: Packer, item: Item) => void): Promise<LeaseOutcome[]> {
    const held = items.map((item) => readToken(item.token, this.#partitions.length));
    const partitionOfItem = (_: Item, position: number): number | null => held[position]?.partition ?? null;
    return this.#each(items, partitionOfItem, 'lease-lost', leaseOutcomes, async (batch) => {
      const packer = new Packer(batch.items.length * 48);
      for (const { item, position } of batch.items) {
        packer.key(item.key).bytes(held[position]?.secret ?? Buffer.alloc(tokenBytes));
        pack(packer, item);
      }
      return this.#run(script, batch.partition, [nowMs, this.#hostDelayMs, packer.done()]);
    });
  }

  /** Runs a call's items by partition and puts the answers, one character an item, back in the order of the items. */
  async #each<Item, Outcome>(
    items: readonly Item[], partitionOfItem: (item: Item, position: number) => number | null, otherwise: Outcome,
    outcomeOf: ReadonlyMap<number, Outcome>, run: (batch: Batch<Item>) => Promise<ScriptReply>,
  ): Promise<Outcome[]> {
    const byPartition = new Map<number, Batch<Item>>();
    const batches: Batch<Item>[] = [];
    items.forEach((item, position) => {
      const partition = partitionOfItem(item, position);
      if (partition === null) return;
      let batch = byPartition.get(partition);
      if (batch === undefined || batch.items.length >= batchItems) {
        batch = { partition, items: [] };
        byPartition.set(partition, batch);
        batches.push(batch);
      }
      batch.items.push({ item, position });
    });
    const outcomes = new Array<Outcome>(items.length).fill(otherwise);
    await Promise.all(batches.map(async (batch) => {
      const reply = await run(batch);
      if (!Buffer.isBuffer(reply) || reply.length !== batch.items.length) throw new TypeError('a frontier script answered something else than one character an item');
      batch.items.forEach(({ position }, at) => {
        outcomes[position] = outcomeOf.get(reply.readUInt8(at)) ?? otherwise;
      });
    }));
    return outcomes;
  }

  async #run(script: Script, partition: number, args: readonly (string | number | Buffer)[]): Promise<ScriptReply> {
    const own = this.#partitions[partition];
    if (own === undefined) throw new RangeError(`there is no partition ${partition}`);
    return script.run(this.#client, own.scriptKeys, args);
  }
}

const offerOutcomes: ReadonlyMap<number, OfferOutcome> = new Map([['n', 'new'], ['k', 'known'], ['s', 'sooner'], ['r', 'revived']].map(([letter = '', outcome]) => [letter.charCodeAt(0), outcome as OfferOutcome]));
const leaseOutcomes: ReadonlyMap<number, LeaseOutcome> = new Map([['d', 'done'], ['l', 'lease-lost']].map(([letter = '', outcome]) => [letter.charCodeAt(0), outcome as LeaseOutcome]));
