import type { Socket } from 'node:net';
import { dialFirst, refusalOf, type Dial } from './dial.ts';
import type { Guard } from './guard.ts';
import type { Ledger, Meter } from './ledger.ts';
import type { Target } from './target.ts';

/**
 * The only road to a socket: guard, then connect, then meter. Null when nothing was connected; why is in the
 * ledger by then. A null target is a request that named none.
 */
export type Reach = (target: Target | null) => Promise<{ readonly socket: Socket; readonly meter: Meter } | null>;

export interface ReachOptions {
  readonly guard: Guard;
  readonly dial: Dial;
  readonly ledger: Ledger;
  /** Every socket that was made, until it closes: whoever ends the visit destroys them. */
  readonly sockets: Set<Socket>;
  /** Aborts when the visit ends. */
  readonly signal: AbortSignal;
  /** For DNS, and again for connecting. */
  readonly timeoutMs: number;
  /** A connection on which nothing moves for so long is ended. */
  readonly idleMs: number;
}

export function createReach({ guard, dial, ledger, sockets, signal, timeoutMs, idleMs }: ReachOptions): Reach {
  return async (target) => {
    const isFull = ledger.isFull;
    const entry = ledger.ask(target ?? { host: '', port: 0 });
    if (target === null) ledger.refuse(entry, 'malformed', []);
    else if (isFull) ledger.refuse(entry, 'connections-exceeded', []);
    else if (ledger.isOverspent) ledger.refuse(entry, 'bytes-exceeded', []);
    else {
      const decision = await guard.decide(target, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
      if (!decision.connect) ledger.refuse(entry, decision.why, decision.addresses);
      else {
        try {
          const { socket, address } = await dialFirst(dial, decision.addresses, decision.port, signal, timeoutMs);
          if (signal.aborted) {
            socket.destroy();
            return null;
          }
          socket.on('error', () => socket.destroy());
          socket.setTimeout(idleMs, () => socket.destroy());
          sockets.add(socket);
          socket.once('close', () => sockets.delete(socket));
          return { socket, meter: ledger.connected(entry, decision.addresses, address, socket) };
        } catch (error) {
          ledger.refuse(entry, refusalOf(error), decision.addresses);
        }
      }
    }
    return null;
  };
}
