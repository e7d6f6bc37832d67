/**
 * Finds which of many literals a text holds, in one pass whose time depends on the text's length alone
 * (Aho-Corasick, 1975).
 *
 * Letters are folded on the way in (A-Z, and the two signs that Unicode folds to k and s), so that one automaton
 * serves literals with and without regard to case: those with it are compared once more where they are found.
 * Kept as flat arrays, because a state of a long literal has one way on, to the state after it:
 *
 *     state      0 root   1 "h"  2 "ht"  3 "htm" ...
 *     way        rows     t      m       l           class of the one character that leads to state + 1,
 *                                                    or `branches` (the root always); plus `ends` where a literal ends
 *     row        0        -      -       -           where in `rows` the targets of its branches stand, for every class
 *     fallback   0        0      0       0           state of the longest proper suffix that is a prefix too
 *     said       -1       -1     -1      4           first of the literals that end here, then `next` of each
 *     shorter    0        0      0       0           nearest state by fallbacks where a literal ends
 */
export class LiteralIndex {
  readonly size: number;
  readonly states: number;
  readonly #literals: readonly IndexedLiteral[];
  readonly #classOf = new Uint8Array(65_536);
  readonly #classes: number;
  readonly #way: Uint16Array;
  readonly #row: Int32Array;
  readonly #rows: Int32Array;
  readonly #fallback: Int32Array;
  readonly #said: Int32Array;
  readonly #next: Int32Array;
  readonly #shorter: Int32Array;

  constructor(literals: readonly IndexedLiteral[]) {
    this.#literals = literals;
    this.size = literals.length;
    this.#classes = this.#classify();
    const trie = this.#grow();
    const { order, chars } = trie;
    this.states = chars.length;
    this.#way = trie.way;
    this.#row = trie.row;
    this.#rows = trie.rows;
    this.#said = trie.said;
    this.#next = trie.next;
    this.#fallback = new Int32Array(this.states);
    this.#shorter = new Int32Array(this.states);
    for (const state of order) {
      if (state === 0) continue;
      const parent = trie.parent[state] ?? 0;
      this.#fallback[state] = parent === 0 ? 0 : this.#step(this.#fallback[parent] ?? 0, chars[state] ?? 0);
      const back = this.#fallback[state] ?? 0;
      this.#shorter[state] = (this.#said[back] ?? -1) !== -1 ? back : this.#shorter[back] ?? 0;
      this.#complete(state, back);
      if (this.#said[state] !== -1 || this.#shorter[state] !== 0) this.#way[state] = (this.#way[state] ?? 0) | ends;
    }
  }

  /** Calls back for each literal that the text holds and that `seen` does not have yet (by index; it is marked there). */
  scan(text: string, seen: Uint8Array, found: (literal: number) => void): void {
    const classOf = this.#classOf;
    const way = this.#way;
    const rows = this.#rows;
    const row = this.#row;
    const fallback = this.#fallback;
    const said = this.#said;
    const shorter = this.#shorter;
    let state = 0;
    let here = way[0] as number;
    let checks = 0;
    for (let at = 0; at < text.length; at++) {
      const character = classOf[text.charCodeAt(at)] as number;
      if (character === 0) {
        state = 0;
        here = way[0] as number;
        continue;
      }
      for (;;) {
        const only = here & 255;
        if (only === character) {
          here = way[++state] as number;
          break;
        }
        if (only === branches) {
          state = rows[(row[state] as number) + character] as number;
          here = way[state] as number;
          break;
        }
        state = fallback[state] as number;
        here = way[state] as number;
      }
      if ((here & ends) === 0) continue;
      for (let end = said[state] === -1 ? shorter[state] as number : state; end !== 0; end = shorter[end] as number) {
        for (let literal = said[end] as number; literal !== -1; literal = this.#next[literal] as number) {
          if (seen[literal] === 1) continue;
          const { text: wanted, folded } = this.#literals[literal] as IndexedLiteral;
          if (!folded) {
            // A text made of nearly right literals could make these comparisons dear: past the budget each is looked for once.
            checks += wanted.length;
            const is = checks > maxCheckedChars ? text.includes(wanted) : text.startsWith(wanted, at + 1 - wanted.length);
            if (checks > maxCheckedChars && !is) {
              seen[literal] = 1;
              continue;
            }
            if (!is) continue;
          }
          seen[literal] = 1;
          found(literal);
        }
      }
    }
  }

  /** Where a state with branches has none for a character, its row tells at once what the fallbacks would lead to. */
  #complete(state: number, back: number): void {
    if (((this.#way[state] as number) & 255) !== branches) return;
    const start = this.#row[state] as number;
    for (let character = 1; character < this.#classes; character++) {
      if (this.#rows[start + character] === 0) this.#rows[start + character] = this.#step(back, character);
    }
  }

  #step(from: number, character: number): number {
    let state = from;
    for (;;) {
      const only = (this.#way[state] as number) & 255;
      if (only === character) return state + 1;
      if (only === branches) return this.#rows[(this.#row[state] as number) + character] as number;
      state = this.#fallback[state] as number;
    }
  }

  /** Gives each folded character that stands in a literal a number from 1, ASCII first; where there are too many, the others share the last. */
  #classify(): number {
    let classes = 1;
    for (const ascii of [true, false]) {
      for (const { text } of this.#literals) {
        for (let at = 0; at < text.length; at++) {
          const code = fold(text.charCodeAt(at));
          if (code < 128 !== ascii || this.#classOf[code] !== 0) continue;
          this.#classOf[code] = classes < maxClasses ? classes++ : maxClasses;
        }
      }
    }
    for (let code = 65; code <= 90; code++) this.#classOf[code] = this.#classOf[code + 32] as number;
    this.#classOf[0x212a] = this.#classOf[107] as number;
    this.#classOf[0x17f] = this.#classOf[115] as number;
    return Math.min(classes, maxClasses) + 1;
  }

  /** Numbers the states so that the first way on leads to the next number, depth first, and lists them breadth first. */
  #grow(): { readonly way: Uint16Array; readonly row: Int32Array; readonly rows: Int32Array; readonly said: Int32Array; readonly next: Int32Array; readonly parent: Int32Array; readonly chars: Uint8Array; readonly order: Int32Array } {
    const keys = this.#literals.map(({ text }, literal) => ({ literal, key: Uint8Array.from({ length: text.length }, (_, at) => this.#classOf[fold(text.charCodeAt(at))] as number) }));
    keys.sort((a, b) => Buffer.compare(a.key, b.key));
    const most = keys.reduce((sum, { key }) => sum + key.length, 1);
    const chars = new Uint8Array(most);
    const depths = new Uint16Array(most);
    const parent = new Int32Array(most);
    const children = new Uint8Array(most); // how many, up to two
    const said = new Int32Array(most).fill(-1);
    const next = new Int32Array(keys.length).fill(-1);
    let states = 1;
    const path: number[] = [0];
    let before: Uint8Array = new Uint8Array(0);
    for (const { key, literal } of keys) {
      let common = 0;
      while (common < key.length && common < before.length && key[common] === before[common]) common++;
      path.length = common + 1;
      for (let depth = common; depth < key.length; depth++) {
        const from = path[depth] as number;
        children[from] = Math.min(2, (children[from] as number) + 1);
        chars[states] = key[depth] as number;
        depths[states] = depth + 1;
        parent[states] = from;
        path.push(states++);
      }
      const end = path[key.length] as number;
      next[literal] = said[end] as number;
      said[end] = literal;
      before = key;
    }
    const way = new Uint16Array(states);
    const row = new Int32Array(states);
    let rowCount = 0;
    for (let state = 0; state < states; state++) {
      if (children[state] === 2 || (depths[state] as number) < denseDepth) {
        way[state] = branches;
        row[state] = rowCount++ * this.#classes;
      }
    }
    const rows = new Int32Array(rowCount * this.#classes);
    for (let state = 1; state < states; state++) {
      const from = parent[state] as number;
      if (way[from] === branches) rows[(row[from] as number) + (chars[state] as number)] = state;
      else way[from] = chars[state] as number;
    }
    // Breadth first by a counting sort of the depths.
    const deepest = depths.subarray(0, states).reduce((max, depth) => Math.max(max, depth), 0);
    const starts = new Int32Array(deepest + 2);
    for (let state = 0; state < states; state++) (starts[(depths[state] as number) + 1] as number)++;
    for (let depth = 1; depth < starts.length; depth++) starts[depth] = (starts[depth] as number) + (starts[depth - 1] as number);
    const order = new Int32Array(states);
    for (let state = 0; state < states; state++) {
      const depth = depths[state] as number;
      order[starts[depth] as number] = state;
      starts[depth] = (starts[depth] as number) + 1;
    }
    return { way, row, rows, said: said.subarray(0, states), next, parent: parent.subarray(0, states), chars: chars.subarray(0, states), order };
  }
}

export interface IndexedLiteral {
  /** 1 to 16,384 characters. */
  readonly text: string;
  /** Found in any case; then it is ASCII. */
  readonly folded: boolean;
}

const branches = 255;
const ends = 256;
/** States nearer to the root than this always have a row: texts pass through them all the time. */
const denseDepth = 3;
const maxClasses = 254;
const maxCheckedChars = 50_000_000;

const fold = (code: number): number => (code >= 65 && code <= 90 ? code + 32 : code === 0x212a ? 107 : code === 0x17f ? 115 : code);
