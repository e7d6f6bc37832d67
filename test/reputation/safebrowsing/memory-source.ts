import { threats, type Scope, type Threat } from '../../../records/index.ts';
import { expressionHash } from '../../../url/keys.ts';
import type { HashDelta, ListedHash, ListSource } from '../../../reputation/safebrowsing/source.ts';

/** A list with its whole past in memory, every answer by the plainest way. */
export class MemorySource implements ListSource {
  private readonly past: ReadonlyMap<string, ListedHash>[] = [new Map()];
  /** Places before this one are forgotten. */
  forgottenBefore = 0;

  list(expression: string, over: Partial<ListedHash> = {}): void {
    this.put({ ...listedHash(expressionHash(expression)), ...over });
  }

  put(...listed: readonly ListedHash[]): void {
    this.past.push(new Map([...this.now, ...listed.map((one) => [hex(one.hash), one] as const)]));
  }

  delist(...hashes: readonly Uint8Array[]): void {
    const next = new Map(this.now);
    for (const hash of hashes) next.delete(hex(hash));
    this.past.push(next);
  }

  hashes(): Uint8Array[] {
    return [...this.now.values()].map(({ hash }) => hash);
  }

  position(): string {
    return String(this.past.length - 1);
  }

  startingWith(prefix: Uint8Array, nowMs: number): ListedHash[] {
    return this.sorted(this.now).filter(({ hash, expiresAtMs }) => hex(hash).startsWith(hex(prefix)) && expiresAtMs > nowMs);
  }

  prefixes(of: ReadonlySet<Threat>, bytes: number): Uint8Array {
    const prefixes = new Set(this.sorted(this.now).filter(({ threat }) => of.has(threat)).map(({ hash }) => hex(hash.subarray(0, bytes))));
    return Buffer.from([...prefixes].join(''), 'hex');
  }

  async delta(of: ReadonlySet<Threat>, from: string): Promise<HashDelta | null> {
    const to = this.position();
    const old = this.past[Number(from)];
    if (old === undefined || Number(from) < this.forgottenBefore) return null;
    const [before, after] = [old, this.now].map((all) => new Set([...all.values()].filter(({ threat }) => of.has(threat)).map(({ hash }) => hex(hash))));
    const only = (a: ReadonlySet<string> = new Set(), b: ReadonlySet<string> = new Set()): Uint8Array[] => [...a].filter((hash) => !b.has(hash)).sort().map((hash) => Buffer.from(hash, 'hex'));
    return Promise.resolve({ from, to, added: only(after, before), removed: only(before, after) });
  }

  private get now(): ReadonlyMap<string, ListedHash> {
    return this.past.at(-1) ?? new Map();
  }

  private sorted(all: ReadonlyMap<string, ListedHash>): ListedHash[] {
    return [...all.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, listed]) => listed);
  }
}

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** A hash that shares its first `shared` bytes with others of the same `family`. */
export const hashOf = (family: number, member: number, shared = 4): Uint8Array =>
  Buffer.concat([expressionHash(`family ${family}`).subarray(0, shared), expressionHash(`${family} ${member}`).subarray(shared)]);

export const listedHash = (hash: Uint8Array, threat: Threat = 'phishing', scope: Scope = 'url'): ListedHash => ({ hash, threat, scope, score: 0.98, compromised: false, expiresAtMs: Number.MAX_SAFE_INTEGER });
export const anyThreat = (number: number): Threat => threats[number % threats.length] ?? 'phishing';
