import { Resolver } from 'node:dns/promises';
import type { Resolve } from './contract.ts';

export interface ResolverOptions {
  readonly timeoutMs?: number;
  /** Answers are kept for their TTL, and never longer than this. */
  readonly maxTtlMs?: number;
  readonly maxNames?: number;
  /** Milliseconds that only grow. */
  readonly now?: () => number;
  /** "address:port" of the name servers; null takes the system's. */
  readonly servers?: readonly string[] | null;
}

/**
 * Resolves over DNS: A and AAAA together, A first. Hosts files and search domains are never consulted: what only this
 * machine knows is nobody's business here. A short answer cache spares a page's twenty requests to one host; it need
 * not be exact, because the guard checks whatever comes out of it.
 */
export function createResolver({ timeoutMs = 5_000, maxTtlMs = 30_000, maxNames = 5_000, now = () => performance.now(), servers = null }: ResolverOptions = {}): Resolve {
  const dns = new Resolver({ timeout: Math.ceil(timeoutMs / 2), tries: 2 });
  if (servers !== null) dns.setServers(servers);
  const known = new Map<string, Known>();

  return (name, signal) => {
    const key = name.toLowerCase();
    const kept = known.get(key);
    if (kept !== undefined && kept.untilMs > now()) return kept.addresses;
    signal.throwIfAborted();
    const asked: Known = { untilMs: now() + timeoutMs, addresses: lookUp(dns, key).then(({ addresses, ttlMs }) => {
      asked.untilMs = now() + Math.min(ttlMs, maxTtlMs);
      return addresses;
    }) };
    known.delete(key);
    known.set(key, asked);
    if (known.size > maxNames) for (const oldest of known.keys()) { known.delete(oldest); break; }
    // A failure is told to those who wait for it, and to nobody later.
    asked.addresses.catch(() => { if (known.get(key) === asked) known.delete(key); });
    return asked.addresses;
  };
}

interface Known {
  untilMs: number;
  readonly addresses: Promise<readonly string[]>;
}

async function lookUp(dns: Resolver, name: string): Promise<{ addresses: string[]; ttlMs: number }> {
  const [v4, v6] = await Promise.allSettled([dns.resolve4(name, { ttl: true }), dns.resolve6(name, { ttl: true })]);
  const answers = [v4, v6].flatMap((family) => (family.status === 'fulfilled' ? family.value : []));
  // One family that failed may hide an address that is not public, but nobody connects to what isn't known.
  if (answers.length > 0) return { addresses: answers.map(({ address }) => address), ttlMs: 1000 * Math.min(...answers.map(({ ttl }) => ttl)) };
  const reasons = [v4, v6].flatMap((family) => (family.status === 'rejected' ? [family.reason as NodeJS.ErrnoException] : []));
  throw reasons.find(({ code }) => code !== 'ENODATA') ?? Object.assign(new Error(`${name} has no address`), { code: 'ENOTFOUND' });
}
