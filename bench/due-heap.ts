/** Items by time, the earliest first: a binary heap. */
export class DueHeap<T> {
  readonly #rows: { readonly at: number; readonly item: T }[] = [];

  push(at: number, item: T): void {
    const rows = this.#rows;
    rows.push({ at, item });
    for (let child = rows.length - 1; child > 0;) {
      const parent = (child - 1) >> 1;
      if (!this.#swapIfLater(parent, child)) return;
      child = parent;
    }
  }

  pop(): { readonly at: number; readonly item: T } | null {
    const rows = this.#rows;
    const [first] = rows;
    const last = rows.pop();
    if (first === undefined || last === undefined) return null;
    if (rows.length === 0) return first;
    rows[0] = last;
    for (let parent = 0; ;) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2];
      const child = right < rows.length && this.#at(right) < this.#at(left) ? right : left;
      if (child >= rows.length || !this.#swapIfLater(parent, child)) return first;
      parent = child;
    }
  }

  #at(index: number): number {
    return this.#rows[index]?.at ?? Infinity;
  }

  #swapIfLater(parent: number, child: number): boolean {
    if (this.#at(parent) <= this.#at(child)) return false;
    const rows = this.#rows as { at: number; item: T }[];
    const [a, b] = [rows[parent], rows[child]];
    if (a === undefined || b === undefined) return false;
    rows[parent] = b;
    rows[child] = a;
    return true;
  }
}
