/**
 * Why there is no Redis to work with. Each message says what to do.
 *
 * - `redis-missing`: no redis-server to start.
 * - `redis-too-old`: older than `oldestRedis`.
 * - `redis-read-only`: a replica, or one that refuses writes.
 * - `redis-down`: nothing answers at the address, or the child ended by itself.
 * - `redis-refused`: it answers, but not to us (password, user).
 * - `redis-corrupt`: the append-only file can't be read.
 * - `redis-not-ours`: another Redis listens at the embedded one's socket.
 * - `disk-full`: no room to write the append-only file.
 */
export type RedisErrorCode = 'redis-missing' | 'redis-too-old' | 'redis-read-only' | 'redis-down' | 'redis-refused' | 'redis-corrupt' | 'redis-not-ours' | 'disk-full';

export class RedisError extends Error {
  override readonly name = 'RedisError';
  readonly code: RedisErrorCode;
  constructor(code: RedisErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
