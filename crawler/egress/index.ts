import type { Egress, LabRule, Resolve, VisitEgress } from './contract.ts';
import { dialDirectly, type Dial } from './dial.ts';
import { createGuard, ownAddresses } from './guard.ts';
import type { RefusalLog } from './ledger.ts';
import { dialThrough, parseUpstreams } from './upstream.ts';
import { openVisit } from './visit.ts';

export type { Egress, LabRule, Refusal, Resolve, VisitEgress } from './contract.ts';
export { refusals } from './contract.ts';
export { LabMapError, parseLabMap } from './lab.ts';
export { createResolver } from './resolver.ts';
export { UpstreamError } from './upstream.ts';

export interface EgressOptions {
  readonly resolve: Resolve;
  /** Null outside lab mode. An empty list maps nothing: then nothing exists. */
  readonly lab: readonly LabRule[] | null;
  /** "http://user:password@host:port", "https://...", or "socks5://...": all connections go through it; or a list, by profile (upstream.ts). The guard decides first. */
  readonly upstream?: string | null;
  readonly log?: RefusalLog | null;
  /** Per connection, for DNS and again for connecting. */
  readonly connectTimeoutMs?: number;
}

/**
 * The only way out for both lanes (contract.ts). The HTTP side is node's own server and client, in five small files
 * (visit, tunnel, forward, upgrade, framing), and not proxy-chain's `Server`, which fails open where it matters here:
 * it answers a refused or failed plain-http request with a page of its own, parses answers leniently and passes their
 * headers on (an answer with two lengths can then be read as two), has no connect timeout and no way to stop a tunnel
 * at a byte cap, does no Upgrade, and its look-up hook is skipped for literal addresses. What proxy-chain does well,
 * speaking to other people's proxies, it does in upstream.ts.
 *
 * @example
 * const egress = await openEgress({ resolve: createResolver(), lab: null });
 * const visit = await egress.open({ maxBytes: 20_000_000 });
 * await browser.newContext({ proxy: { server: visit.proxyUrl } });
 */
export async function openEgress({ resolve, lab, upstream = null, log = null, connectTimeoutMs = 10_000 }: EgressOptions): Promise<Egress> {
  const { otherwise, byProfile } = parseUpstreams(upstream);
  const urls = new Set([otherwise, ...byProfile.values()].filter((url): url is string => url !== null && url !== 'direct'));
  const through = new Map(await Promise.all([...urls].map(async (url) => [url, await dialThrough(url)] as const)));
  const dialFor = (profile: string | undefined): Dial => through.get(byProfile.get(profile ?? '') ?? otherwise ?? '')?.dial ?? dialDirectly;
  const visits = new Set<VisitEgress>();
  let isClosed = false;

  return {
    async open({ maxBytes, profile }) {
      if (isClosed) throw new Error('the egress is closed');
      // Addresses come and go with interfaces; reading them takes some 50 microseconds, so each visit does.
      const guard = createGuard({ resolve, lab, ownAddresses: ownAddresses() });
      const visit = await openVisit(guard, dialFor(profile), { maxBytes, connectTimeoutMs, idleMs: 120_000, log });
      const tracked: VisitEgress = {
        ...visit,
        close: async () => {
          visits.delete(tracked);
          await visit.close();
        },
      };
      visits.add(tracked);
      return tracked;
    },
    async close() {
      isClosed = true;
      await Promise.all([...visits].map((visit) => visit.close()));
      await Promise.all([...through.values()].map((one) => one.close()));
    },
  };
}
