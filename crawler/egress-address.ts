import type { ConnectionRecord } from '../records/index.ts';

/** Answers the address that a URL's host and port were reached at, null where the guard connected to none. The browser itself only knows its proxy. */
export const addressesOf = (connections: readonly ConnectionRecord[]): ((url: string) => string | null) => {
  const byAuthority = new Map(connections.filter(({ address }) => address !== null).map(({ host, port, address }) => [`${host.replace(/^\[|\]$/g, '')}:${port}`, address]));
  return (url) => {
    if (!URL.canParse(url)) return null;
    const { hostname, port, protocol } = new URL(url);
    return byAuthority.get(`${hostname.replace(/^\[|\]$/g, '')}:${port === '' ? (protocol === 'https:' || protocol === 'wss:' ? 443 : 80) : port}`) ?? null;
  };
};
