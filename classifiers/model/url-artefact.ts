import type { TreeModel } from './boosted-trees.ts';

/**
 * The file of the URL model (url-model.bin). Little-endian:
 *
 *     "HURL2\n" | length of the head, 4 bytes | head: JSON, padded with spaces to 4 bytes | arrays, each at a multiple of 4
 *
 * The head names each array with its type, offset and length; the arrays are the table of known sites, the
 * weights of the token views (8 bits and one scale), and the trees.
 */
export interface UrlArtefact {
  /** "YYYY-MM-DD", when it was trained. */
  readonly date: string;
  readonly knownSites: Uint32Array;
  /** One a token view, in the order of `tokenViews`; both tasks read them. */
  readonly views: readonly ViewArtefact[];
  readonly tasks: Readonly<Record<UrlTask, TaskArtefact>>;
  readonly readings: Readonly<Record<ReadingName, Reading>>;
}

export interface ViewArtefact {
  readonly scale: number;
  readonly bias: number;
  readonly weights: Int8Array;
}

/** `host`: nothing but a host is known; `url`: there is a path or a query. Two problems, two models. */
export const urlTasks = ['host', 'url'] as const;
export type UrlTask = (typeof urlTasks)[number];

export interface TaskArtefact {
  readonly trees: TreeModel;
}

/**
 * What log-odds of the trees mean: a name in a list of domains, a URL without a path ("http://a.test/") and one with a
 * path or a query come from other mixtures of good and bad. The last two are read as parts of one mixture.
 */
export const readingNames = ['domain', 'home', 'page'] as const;
export type ReadingName = (typeof readingNames)[number];

export interface Reading {
  /** The probability is 1 / (1 + exp(-(slope * log-odds + shift))). */
  readonly slope: number;
  readonly shift: number;
  /** Probability that 1 % of benign rows of left-out sources reach. */
  readonly suspiciousAt: number;
}

export class UrlArtefactError extends Error {
  override readonly name = 'UrlArtefactError';
}

const magic = 'HURL2\n';
const types = { u8: Uint8Array, i8: Int8Array, u32: Uint32Array, f32: Float32Array } as const;
type Column = Uint8Array | Int8Array | Uint32Array | Float32Array;
interface Place { readonly type: keyof typeof types; readonly at: number; readonly length: number }
interface Head {
  readonly date: string;
  readonly knownSites: Place;
  readonly views: readonly { readonly scale: number; readonly bias: number; readonly weights: Place }[];
  readonly tasks: Readonly<Record<UrlTask, {
    readonly trees: { readonly trees: number; readonly depth: number; readonly bias: number; readonly features: Place; readonly thresholds: Place; readonly leaves: Place };
  }>>;
  readonly readings: UrlArtefact['readings'];
}

export const writeUrlArtefact = ({ date, knownSites, views, tasks, readings }: UrlArtefact): Buffer => {
  const columns: Buffer[] = [];
  let at = 0;
  const put = (column: Column): Place => {
    const type = (Object.keys(types) as (keyof typeof types)[]).find((name) => column instanceof types[name]) ?? 'u8';
    const bytes = Buffer.from(column.buffer, column.byteOffset, column.byteLength);
    const place = { type, at, length: column.length };
    columns.push(bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4));
    at += bytes.length + ((4 - (bytes.length % 4)) % 4);
    return place;
  };
  const headOf = (task: TaskArtefact): Head['tasks'][UrlTask] => ({
    trees: { trees: task.trees.trees, depth: task.trees.depth, bias: task.trees.bias, features: put(task.trees.features), thresholds: put(task.trees.thresholds), leaves: put(task.trees.leaves) },
  });
  const head: Head = { date, knownSites: put(knownSites), views: views.map(({ scale, bias, weights }) => ({ scale, bias, weights: put(weights) })), tasks: { host: headOf(tasks.host), url: headOf(tasks.url) }, readings };
  let text = JSON.stringify(head);
  text += ' '.repeat((4 - ((magic.length + 4 + Buffer.byteLength(text)) % 4)) % 4);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(Buffer.byteLength(text));
  return Buffer.concat([Buffer.from(magic), length, Buffer.from(text), ...columns]);
};

/** Throws UrlArtefactError where the bytes are no model, or one of another version. */
export const readUrlArtefact = (file: Uint8Array): UrlArtefact => {
  const bytes = Buffer.from(file); // a copy, so that columns can be read in place at multiples of 4
  if (bytes.toString('latin1', 0, magic.length) !== magic) throw new UrlArtefactError('the file is no URL model of this version; make one with "harrier train urls".');
  const headEnd = magic.length + 4 + bytes.readUInt32LE(magic.length);
  const data = bytes.buffer.slice(bytes.byteOffset + headEnd, bytes.byteOffset + bytes.length);
  let head: Head;
  try {
    head = JSON.parse(bytes.toString('utf8', magic.length + 4, headEnd)) as Head; // what writeUrlArtefact wrote; a broken one throws here or below
    const get = <T extends Column>({ type, at, length }: Place): T => new types[type](data, at, length) as T; // the place names its type
    const taskOf = (task: Head['tasks'][UrlTask]): TaskArtefact => ({
      trees: { trees: task.trees.trees, depth: task.trees.depth, bias: task.trees.bias, features: get<Uint8Array>(task.trees.features), thresholds: get<Float32Array>(task.trees.thresholds), leaves: get<Float32Array>(task.trees.leaves) },
    });
    return { date: head.date, knownSites: get<Uint32Array>(head.knownSites), views: head.views.map(({ scale, bias, weights }) => ({ scale, bias, weights: get<Int8Array>(weights) })), tasks: { host: taskOf(head.tasks.host), url: taskOf(head.tasks.url) }, readings: head.readings };
  } catch (error) {
    throw new UrlArtefactError(`the URL model is broken (${error instanceof Error ? error.message : String(error)}); make it again with "harrier train urls".`);
  }
};
