import { createHash } from 'node:crypto';
import { canonicalise } from '../url/canonical.ts';
import { expressions } from '../url/expressions.ts';
import { expressionHash } from '../url/keys.ts';
import { createClient } from './client.ts';
import type { ClientOptions, ClientPlatform, HarrierClient } from './contract.ts';

export type * from './contract.ts';

export const nodePlatform: ClientPlatform = {
  hashesOf: (url) => {
    const canonical = canonicalise(url);
    return Promise.resolve(canonical === null ? null : expressions(canonical).map(expressionHash));
  },
  sha256: (bytes) => Promise.resolve(createHash('sha256').update(bytes).digest()),
  fetch: (...request) => fetch(...request),
  now: Date.now,
};

/** @example const client = openClient({ server: 'http://127.0.0.1:8400', share: 'prefixes' }); await client.start(); await client.lookup('http://evil.example/') */
export const openClient = (options: Omit<ClientOptions, 'platform'>): HarrierClient => createClient({ ...options, platform: nodePlatform });
