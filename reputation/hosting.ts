import { z } from 'zod';

/**
 * What hosts are shared by people who have nothing to do with each other: dated data
 * (config/data/hosting.json). The longest name that the host is or is below decides.
 */
export const hostKinds = ['tenants', 'object-storage', 'user-content', 'shortener', 'link-page', 'ipfs-gateway'] as const;
/** `tenants`: a name below it is a customer's own. All others: the name is shared, and only a path on it is somebody's. */
export type HostKind = (typeof hostKinds)[number];

const hostingSchema = z.object({
  version: z.string(),
  kinds: z.array(z.object({ kind: z.enum(hostKinds), says: z.string(), hosts: z.array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)) })),
  /** Signals (of a verdict, weighing for malicious) that the host was made for the deed: which scope they justify. */
  madeForIt: z.object({ domain: z.array(z.string()), host: z.array(z.string()) }),
});

export interface HostPlace {
  readonly kind: HostKind;
  /** The name in the data that decided; the host is it or is below it. */
  readonly at: string;
  /** What kind of place it is, to be said after "it is a place where". */
  readonly says: string;
}

export interface Hosting {
  readonly version: string;
  placeOf(host: string): HostPlace | null;
  /** The widest scope that these signals justify, null where they say nothing of the host. */
  madeForIt(signals: readonly { readonly name: string; readonly weight: number }[]): 'domain' | 'host' | null;
}

/** Throws a ZodError where it is no such data. */
export const readHosting = (json: unknown): Hosting => {
  const { version, kinds, madeForIt } = hostingSchema.parse(json);
  const places = new Map(kinds.flatMap(({ kind, says, hosts }) => hosts.map((at): [string, HostPlace] => [at, { kind, at, says }])));
  const [domainSignals, hostSignals] = [new Set(madeForIt.domain), new Set(madeForIt.host)];
  return {
    version,
    placeOf: (host) => {
      for (const name of namesAbove(host)) {
        const place = places.get(name);
        if (place !== undefined) return place;
      }
      return null;
    },
    madeForIt: (signals) => {
      const speaking = signals.filter(({ weight }) => weight > 0);
      if (speaking.some(({ name }) => domainSignals.has(name))) return 'domain';
      return speaking.some(({ name }) => hostSignals.has(name)) ? 'host' : null;
    },
  };
};

/** The host, then what it is below, nearest first. */
export function* namesAbove(host: string): Generator<string> {
  for (let name = host; ; name = name.slice(name.indexOf('.') + 1)) {
    yield name;
    if (!name.includes('.')) return;
  }
}
