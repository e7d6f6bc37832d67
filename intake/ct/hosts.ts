/**
 * Hosts that a browser could be sent to, from the names of a certificate: lower case, "*." taken off, each once.
 * "www." beside the bare name is the same site.
 */
export const hostsOf = (names: readonly string[]): string[] => {
  const hosts = new Set<string>();
  for (const name of names) {
    const host = (name.startsWith('*.') ? name.slice(2) : name).toLowerCase();
    if (isHostName(host)) hosts.add(host);
  }
  return [...hosts].filter((host) => !(host.startsWith('www.') && hosts.has(host.slice(4))));
};

const isHostName = (host: string): boolean => host.length <= 253 && /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.){1,32}[a-z][a-z0-9-]{0,62}$/.test(host);
