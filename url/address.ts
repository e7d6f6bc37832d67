import type { Host } from './types.ts';

/** Whether a host is an IPv4 or IPv6 address; of its own file because it needs nothing of Node. */
export const isAddress = (host: Host): boolean => host.startsWith('[') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host);
