import { connect, type Socket } from 'node:net';
import type { Refusal } from './contract.ts';

/**
 * Connects to an address that the guard gave, never to a name. Rejects with a node error (its `code` is read by
 * `refusalOf`), or when the signal aborts; then nothing stays open.
 */
export type Dial = (address: string, port: number, signal: AbortSignal) => Promise<Socket>;

export const dialDirectly: Dial = (address, port, signal) => new Promise((settle, fail) => {
  if (signal.aborted) {
    fail(timedOut());
    return;
  }
  const socket = connect({ host: address, port, noDelay: true });
  const onAbort = (): void => {
    socket.destroy();
    fail(timedOut());
  };
  signal.addEventListener('abort', onAbort, { once: true });
  socket.once('error', (error) => {
    signal.removeEventListener('abort', onAbort);
    fail(error);
  });
  socket.once('connect', () => {
    signal.removeEventListener('abort', onAbort);
    settle(socket);
  });
});

/** Tries a name's addresses one after the other: at most four, the time that is left shared among them. */
export async function dialFirst(dial: Dial, addresses: readonly string[], port: number, signal: AbortSignal, timeoutMs: number): Promise<{ socket: Socket; address: string }> {
  const tried = addresses.slice(0, 4);
  let lastError: unknown = timedOut();
  for (const address of tried) {
    if (signal.aborted) break;
    try {
      const attempt = AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(timeoutMs / tried.length))]);
      return { socket: await dial(address, port, attempt), address };
    } catch (error) {
      lastError = error;
    }
  }
  throw lastError;
}

export function refusalOf(error: unknown): Refusal {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'ECONNREFUSED': return 'connect-refused';
    case 'ETIMEDOUT': return 'connect-timed-out';
    default: return 'connect-failed';
  }
}

function timedOut(): Error {
  return Object.assign(new Error('the connection was not made in time'), { code: 'ETIMEDOUT' });
}
