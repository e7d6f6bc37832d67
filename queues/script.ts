import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Cluster, Redis } from 'ioredis';

export type RedisClient = Redis | Cluster;

/** What a script answers, bulk strings as bytes. */
export type ScriptReply = Buffer | number | null | ScriptReply[];

/**
 * A Lua script from files beside their caller, the earlier ones being what the last one uses. Sent by its
 * hash; a Redis that does not know it (a new one, a restarted one) gets the text.
 */
export class Script {
  readonly #text: string;
  readonly #sha: string;

  constructor(...files: readonly URL[]) {
    this.#text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
    this.#sha = createHash('sha1').update(this.#text).digest('hex');
  }

  async run(client: RedisClient, keys: readonly string[], args: readonly (string | number | Buffer)[]): Promise<ScriptReply> {
    try {
      return await client.callBuffer('EVALSHA', this.#sha, keys.length, ...keys, ...args) as ScriptReply;
    } catch (error) {
      // The first word of an error reply is its code, by the protocol.
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT ')) throw error;
      return await client.callBuffer('EVAL', this.#text, keys.length, ...keys, ...args) as ScriptReply;
    }
  }
}
