import { request as httpRequest } from 'node:http';
import { createSecureContext, connect as tlsConnect, rootCertificates, type SecureContext, type TLSSocket } from 'node:tls';
import { isIP, type Socket } from 'node:net';
import { Agent, type buildConnector } from 'undici';

/** Told once for every TLS connection, before the first byte of HTTP. */
export type OnTls = (host: string, socket: TLSSocket) => void;

/** Trusts what Node trusts, and one authority more. Made once a lane: reading the roots takes some 20 ms. */
export const secureContextOf = (extraCa: string | null): SecureContext =>
  // Old servers must be reachable too: what is judged is the page, and the certificate is recorded.
  createSecureContext({ ca: extraCa === null ? [...rootCertificates] : [...rootCertificates, extraCa], minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' });

/**
 * An undici dispatcher whose every connection is a tunnel through the visit's egress proxy. Not undici's
 * ProxyAgent, because that keeps the TLS socket to itself, and with it what the certificate is worth.
 */
export const probeAgent = (proxyUrl: string, secureContext: SecureContext, onTls: OnTls, timeoutMs: number): Agent => {
  const proxy = new URL(proxyUrl);
  const connect: buildConnector.connector = (options, callback) => {
    const port = options.port || (options.protocol === 'https:' ? '443' : '80');
    const tunnel = httpRequest({ host: proxy.hostname, port: proxy.port, method: 'CONNECT', path: `${options.hostname}:${port}`, headers: { host: `${options.hostname}:${port}` }, timeout: timeoutMs, agent: false });
    const fail = (error: Error): void => { callback(error, null); };
    tunnel.once('error', fail);
    tunnel.once('timeout', () => { tunnel.destroy(new TunnelRefused('the tunnel timed out')); });
    tunnel.once('response', (response) => { response.destroy(); fail(new TunnelRefused(`the egress proxy answered ${response.statusCode ?? 0}`)); });
    tunnel.once('connect', (response, socket: Socket) => {
      tunnel.off('error', fail);
      if (response.statusCode !== 200) { socket.destroy(); fail(new TunnelRefused(`the egress proxy answered ${response.statusCode ?? 0}`)); return; }
      socket.setTimeout(0);
      if (options.protocol !== 'https:') { callback(null, socket); return; }
      const host = options.hostname.replace(/^\[|\]$/g, '');
      const secure = tlsConnect({ socket, secureContext, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'], host, servername: options.servername ?? (isIP(host) === 0 ? host : '') });
      const failTls = (error: Error): void => { secure.destroy(); fail(error); };
      secure.once('error', failTls);
      secure.once('secureConnect', () => { secure.off('error', failTls); onTls(host, secure); callback(null, secure); });
    });
    tunnel.end();
  };
  return new Agent({ connect, pipelining: 1, headersTimeout: timeoutMs, bodyTimeout: timeoutMs, maxHeaderSize: 65_536 });
};

/** Why is in the guard's records (VisitEgress.connections). */
export class TunnelRefused extends Error {
  override readonly name = 'TunnelRefused';
  readonly code = 'ERR_TUNNEL_CONNECTION_FAILED';
}
