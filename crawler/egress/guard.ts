import { networkInterfaces } from 'node:os';
import type { LabRule, Refusal, Resolve } from './contract.ts';
import { labRuleFor } from './lab.ts';
import { isWebPort } from './ports.ts';
import { addressOf, isPublicAddress } from './public.ts';
import type { Target } from './target.ts';

/**
 * The guard: says where a target may be connected to, or why it may not. It is asked anew for every connection,
 * and what it answers are addresses, never names: the address that is connected to is the very one that was
 * checked, so a name that resolves to something else a moment later changes nothing.
 */
export interface Guard {
  decide(target: Target, signal: AbortSignal): Promise<Decision>;
}

export type Decision =
  /** Connect to one of these, in this order, and to nothing else. */
  | { readonly connect: true; readonly addresses: readonly string[]; readonly port: number }
  /** Connect to nothing. `addresses` is what the name resolved to, where it came to that. */
  | { readonly connect: false; readonly why: Refusal; readonly addresses: readonly string[] };

export interface GuardOptions {
  readonly resolve: Resolve;
  readonly lab: readonly LabRule[] | null;
  /** This machine's own addresses: refused even where they look public. */
  readonly ownAddresses: ReadonlySet<string>;
}

/** A name with more is cut; all that are kept are checked. */
const maxAddresses = 16;

export function createGuard({ resolve, lab, ownAddresses }: GuardOptions): Guard {
  const isOutside = (address: string): boolean => isPublicAddress(address) && !ownAddresses.has(address);

  return {
    async decide(target, signal) {
      if (!isWebPort(target.port)) return refuse('port-refused');
      if (lab !== null) {
        const rule = labRuleFor(lab, target);
        return rule === null ? refuse('name-not-found') : { connect: true, addresses: [rule.address], port: rule.toPort };
      }

      const literal = addressOf(bare(target.host));
      if (literal !== null) return isOutside(literal) ? { connect: true, addresses: [literal], port: target.port } : refuse('address-not-public', [literal]);
      // A bracketed host that is no plain address (none is known, the parser takes none): never ask DNS about it.
      if (target.host.startsWith('[')) return refuse('malformed');

      let answers: readonly string[];
      try {
        answers = await untilAborted(resolve(target.host, signal), signal);
      } catch (error) {
        return refuse(isNotFound(error) ? 'name-not-found' : 'dns-failed');
      }
      if (answers.length === 0) return refuse('name-not-found');
      const shown = answers.slice(0, maxAddresses).map((answer) => answer.slice(0, 64));
      const addresses: string[] = [];
      for (const answer of answers) {
        const address = addressOf(answer);
        if (address === null || !isOutside(address)) return refuse('address-not-public', shown);
        if (addresses.length < maxAddresses && !addresses.includes(address)) addresses.push(address);
      }
      return { connect: true, addresses, port: target.port };
    },
  };
}

/** Every address of every interface of this machine, as `addressOf` spells them. */
export function ownAddresses(): Set<string> {
  const own = new Set<string>();
  for (const addresses of Object.values(networkInterfaces())) {
    for (const { address } of addresses ?? []) {
      const spelt = addressOf(address.split('%', 1)[0] ?? '');
      if (spelt !== null) own.add(spelt);
    }
  }
  return own;
}

function refuse(why: Refusal, addresses: readonly string[] = []): Decision {
  return { connect: false, why, addresses };
}

function bare(host: string): string {
  return host.startsWith('[') ? host.slice(1, -1) : host;
}

function isNotFound(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ENOTFOUND' || code === 'ENODATA';
}

/** A resolver that ignores its signal must not hold a connection open. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((settle, fail) => {
    const onAbort = (): void => fail(new Error('aborted'));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(settle, fail).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
