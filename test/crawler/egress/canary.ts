import { createSocket } from 'node:dgram';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';

/** Listens with TCP and UDP, on one port of every address of this machine, for what must never come. */
export interface Canary {
  readonly port: number;
  /** "tcp from 127.0.0.1", "udp from ::1", in order of arrival. */
  readonly heard: string[];
  close(): Promise<void>;
}

export async function openCanary(): Promise<Canary> {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    heard.push(`tcp from ${socket.remoteAddress}`);
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 6\r\n\r\ncanary');
  });
  await new Promise<void>((settle) => tcp.listen({ host: '::', port: 0 }, settle));
  const { port } = tcp.address() as AddressInfo;
  const udp = createSocket({ type: 'udp6' });
  udp.on('message', (_bytes, from) => heard.push(`udp from ${from.address}`));
  await new Promise<void>((settle) => udp.bind({ address: '::', port }, settle));
  return {
    port,
    heard,
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all([new Promise((settle) => tcp.close(settle)), new Promise<void>((settle) => udp.close(settle))]);
    },
  };
}

/** This machine's addresses as hosts of URLs, loopback included, zones left out (no URL can name them). */
export function ownHosts(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
    .map(({ address, family }) => (family === 'IPv6' ? `[${address.split('%', 1)[0]}]` : address));
}

/** Spellings and names that a page may reach for; all lead inward. */
export const inwardHosts: readonly string[] = [
  '127.0.0.1', '127.1', '2130706433', '0x7f000001', '0x7f.1', '0177.0.0.1', '017700000001', '127.0.0.1.', '127.255.255.254', 'localhost', 'a.localhost', '0.0.0.0', '0',
  '[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]', '[64:ff9b::127.0.0.1]', '[64:ff9b:1::127.0.0.1]', '[2002:7f00:1::]', '[2001:0:7f00:1::]',
  '10.0.0.1', '172.16.0.1', '192.168.1.1', '100.64.0.1', '169.254.1.1', '[fe80::1]', '[fc00::1]', '[fd00::2]', '[fec0::1]', '224.0.0.1', '239.255.255.250', '[ff02::1]', '[ff0e::1]', '255.255.255.255', '240.0.0.1',
  '100.127.255.255', '[64:ff9b::a9fe:a9fe]', '[2002:a9fe:a9fe::]', '[fe80::1%25lo]', '[fe80::1%lo]', '[::1%25lo]', '127.000.000.001', '0x7f.0.0.0x1', '%31%32%37.0.0.1', '１２７.０.０.１', '⑫7.1',
  '169.254.169.254', '0xa9fea9fe', '2852039166', '0251.0376.0251.0376', '169.254.43518', '169.254.170.2', '100.100.100.200', '192.0.0.192', '168.63.129.16', '[fd00:ec2::254]', '[::ffff:169.254.169.254]',
];
