import type { Socket } from 'node:net';
import type { ConnectionRecord } from '../../records/index.ts';
import type { Refusal } from './contract.ts';
import type { Target } from './target.ts';

/**
 * What one visit asked for, what became of it, and how many bytes it has cost. One record a connection;
 * a refusal that repeats an earlier one (same host, port and reason) is not recorded again.
 */
export class Ledger {
  readonly #maxBytes: number;
  readonly #onOverspent: () => void;
  readonly #log: RefusalLog | null;
  readonly #entries = new Set<Entry>();
  #spentBytes = 0;

  /** `onOverspent` is called at the first byte over the cap, and for every connection that is metered after it. */
  constructor(maxBytes: number, onOverspent: () => void, log: RefusalLog | null) {
    this.#maxBytes = maxBytes;
    this.#onOverspent = onOverspent;
    this.#log = log;
  }

  get isOverspent(): boolean {
    return this.#spentBytes > this.#maxBytes;
  }

  /** The last place is kept for the refusal that says so. */
  get isFull(): boolean {
    return this.#entries.size >= maxRecords - 1;
  }

  ask({ host, port }: Target): Entry {
    const entry: Entry = { host: host.slice(0, 255), port, addresses: [], address: null, refused: null, meter: null };
    if (this.#entries.size < maxRecords) this.#entries.add(entry);
    return entry;
  }

  refuse(entry: Entry, why: Refusal, addresses: readonly string[]): void {
    for (const other of this.#entries) {
      if (other !== entry && other.address === null && other.refused === why && other.host === entry.host && other.port === entry.port) {
        this.#entries.delete(entry);
        return;
      }
    }
    entry.refused = why;
    entry.addresses = addresses;
    this.#log?.({ what: 'refused', host: entry.host, port: entry.port, why });
  }

  /** From here on every byte of the connection counts. Call `meter.count()` whenever something went up. */
  connected(entry: Entry, addresses: readonly string[], address: string, socket: Socket): Meter {
    const base = { down: socket.bytesRead, up: socket.bytesWritten };
    let counted = 0;
    const meter: Meter = {
      bytesDown: () => socket.bytesRead - base.down,
      bytesUp: () => socket.bytesWritten - base.up,
      count: () => {
        const total = meter.bytesDown() + meter.bytesUp();
        this.#spentBytes += total - counted;
        counted = total;
        if (!this.isOverspent) return;
        entry.refused = 'bytes-exceeded' satisfies Refusal;
        this.#onOverspent();
      },
    };
    entry.addresses = addresses;
    entry.address = address;
    entry.meter = meter;
    socket.on('data', meter.count);
    return meter;
  }

  records(): ConnectionRecord[] {
    return [...this.#entries].map(({ host, port, addresses, address, refused, meter }) => ({
      host, port, addresses: [...addresses], address, refused, bytesUp: meter?.bytesUp() ?? 0, bytesDown: meter?.bytesDown() ?? 0,
    }));
  }
}

/** Told of every refusal that is recorded. */
export type RefusalLog = (event: { readonly what: 'refused'; readonly host: string; readonly port: number; readonly why: Refusal }) => void;

/** As the contract promises. */
const maxRecords = 1000;

export interface Meter {
  bytesDown(): number;
  bytesUp(): number;
  count(this: void): void;
}

/** Written by the ledger only. */
export interface Entry {
  readonly host: string;
  readonly port: number;
  addresses: readonly string[];
  address: string | null;
  refused: Refusal | null;
  meter: Meter | null;
}
