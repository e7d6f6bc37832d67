import { readFile } from 'node:fs/promises';

/** What Chromium's own network log says that it did on the wire. */
export interface WireLog {
  /** "127.0.0.1:8080" of every TCP connection that was tried. */
  readonly tcpTargets: ReadonlySet<string>;
  /** Names that were really looked up, by whatever resolver. */
  readonly lookUps: readonly string[];
  /** Datagrams that were sent. */
  readonly udpSends: number;
}

interface NetLog {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
  readonly events: readonly { readonly type: number; readonly params?: Readonly<Record<string, unknown>> }[];
}

/** The events that end outside of Chromium (net/log/net_log_event_type_list.h, Chromium 156). */
const lookUpEvents = ['HOST_RESOLVER_MANAGER_ATTEMPT_STARTED', 'HOST_RESOLVER_SYSTEM_TASK', 'HOST_RESOLVER_DNS_TASK', 'DNS_TRANSACTION'];

export async function readWireLog(path: string): Promise<WireLog> {
  const { constants, events } = JSON.parse(await readFile(path, 'utf8')) as NetLog; // Chromium's own file
  const typeOf = (name: string): number => {
    const type = constants.logEventTypes[name];
    if (type === undefined) throw new Error(`this Chromium has no network event ${name}`);
    return type;
  };
  const lookUpTypes = new Set(lookUpEvents.map(typeOf));
  const [connects, sends] = [typeOf('TCP_CONNECT_ATTEMPT'), typeOf('UDP_BYTES_SENT')];
  const targets = events.filter(({ type }) => type === connects).map(({ params }) => params?.['address']);
  return {
    tcpTargets: new Set(targets.filter((address) => typeof address === 'string')),
    lookUps: events.filter(({ type }) => lookUpTypes.has(type)).map(({ params }) => JSON.stringify(params)),
    udpSends: events.filter(({ type }) => type === sends).length,
  };
}
