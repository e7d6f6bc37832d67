/** Answers of `make` by key; the `most` that were asked for last are kept. */
export class Memo<V> {
  readonly #most: number;
  readonly #kept = new Map<string, V>();

  constructor(most: number) { this.#most = most; }

  get(key: string, make: () => V): V {
    const value = this.#kept.has(key) ? this.#kept.get(key) as V : make(); // it has the key
    this.#kept.delete(key);
    this.#kept.set(key, value);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#most) break;
      this.#kept.delete(oldest);
    }
    return value;
  }
}
