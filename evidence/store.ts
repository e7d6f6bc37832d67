import { readdir } from 'node:fs/promises';
import { captureSchema, partNames, skipped, type Capture, type PartName } from '../records/index.ts';
import { keepBlob, readBlob } from './blobs.ts';
import { captureKeyOf, matchesManifest, readCaptureKey, timeOf } from './capture-key.ts';
import { decode, encode } from './encoding.ts';
import { errnoOf, EvidenceDamaged, EvidenceError, writeFailure } from './errors.ts';
import { makeEmpty, readWhole, writeWhole } from './files.ts';
import { capturePath, isUrlKey, layoutOf, urlFolder, urlMarkPath, type Layout } from './layout.ts';
import { maxManifestBytes, pack, readManifest, referencesIn, unpack, type Manifest, type Packed } from './manifest.ts';
import { inParallel } from './parallel.ts';
import { sweep } from './sweep.ts';
import type { CaptureKey, EvidenceStore } from './contract.ts';

/** Files read or written at once by one call. */
const parallelFiles = 16;

/** Evidence in a folder of this machine, made on the first write. Any number of processes may share it. */
export const openEvidence = ({ dir }: { readonly dir: string }): EvidenceStore => {
  const layout = layoutOf(dir);
  return {
    put: async (capture) => {
      try {
        return await put(layout, capture);
      } catch (error) {
        throw writeFailure(error, dir);
      }
    },
    get: (key, options) => get(layout, key, options?.without ?? []),
    keysOf: (urlKey, max) => keysOf(layout, urlKey, max ?? Number.POSITIVE_INFINITY),
    sweep: (limits, nowMs) => sweep(layout, limits, nowMs),
  };
};

/** Blobs, then the manifest, then the mark of the URL: whatever is killed, what can be seen is whole. */
const put = async (layout: Layout, capture: Capture): Promise<CaptureKey> => {
  refuseUnfit(capture);
  const packed = pack(capture);
  const key = captureKeyOf(capture.startedAtMs, packed.manifest);
  await keepBlobs(layout, packed, timeOf(key));
  await writeWhole(layout, capturePath(layout, key), await encode(packed.manifest), timeOf(key));
  // Once more: a sweep may have taken an old blob between the first look at it and the manifest.
  await keepBlobs(layout, packed, timeOf(key));
  await makeEmpty(urlMarkPath(layout, capture.urlKey, key));
  return key;
};

const keepBlobs = (layout: Layout, { blobs }: Packed, atMs: number): Promise<void> =>
  inParallel([...blobs], parallelFiles, ([sha256, content]) => keepBlob(layout, sha256, content, atMs));

/** What `get` could never give back is refused while whoever made it is still there to be told. */
const refuseUnfit = (capture: Capture): void => {
  const checked = captureSchema.safeParse(capture);
  if (!checked.success) throw new EvidenceError('unfit', `This is no capture: ${checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`);
  if (!isUrlKey(capture.urlKey)) throw new EvidenceError('unfit', 'The URL key of this capture is none: 1 to 64 characters of base64url are wanted.');
};

const get = async (layout: Layout, askedKey: CaptureKey, without: readonly PartName[]): Promise<Capture | null> => {
  const key = readCaptureKey(askedKey);
  const file = key === null ? null : await readWhole(capturePath(layout, key));
  if (key === null || file === null) return null;
  const { parts, ...head } = await manifestOf(key, file);
  const loaded: Partial<Record<PartName, unknown>> = {};
  for (const part of partNames) {
    loaded[part] = without.includes(part) ? skipped('not asked for') : part in parts ? await partOf(layout, key, part, parts[part]) : skipped('the capture is older than this part');
  }
  const capture = captureSchema.safeParse({ ...head, parts: loaded });
  if (!capture.success) throw new EvidenceDamaged(key, 'manifest', 'does not fit the schema of a capture');
  return capture.data;
};

const manifestOf = async (key: CaptureKey, file: Uint8Array): Promise<Manifest> => {
  const content = await decode(file, maxManifestBytes).catch(() => null);
  if (content === null || !matchesManifest(key, content)) throw new EvidenceDamaged(key, 'manifest', 'does not match its key');
  try {
    return readManifest(content);
  } catch {
    throw new EvidenceDamaged(key, 'manifest', 'is whole, but none that this version reads');
  }
};

const partOf = async (layout: Layout, key: CaptureKey, part: PartName, packed: unknown): Promise<unknown> => {
  const contents = new Map<string, Uint8Array>();
  const wanted = new Map(referencesIn(packed).map((reference) => [reference.$blob, reference.bytes]));
  await inParallel([...wanted], parallelFiles, async ([sha256, bytes]) => {
    const content = await readBlob(layout, sha256, bytes);
    if (!(content instanceof Uint8Array)) throw new EvidenceDamaged(key, part, content.damage);
    contents.set(sha256, content);
  });
  return unpack(packed, contents);
};

const keysOf = async (layout: Layout, urlKey: string, max: number): Promise<CaptureKey[]> => {
  if (!isUrlKey(urlKey)) return [];
  const marks = await readdir(urlFolder(layout, urlKey)).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  });
  return marks.filter((mark) => mark.startsWith(`${urlKey}.`))
    .flatMap((mark) => readCaptureKey(mark.slice(urlKey.length + 1)) ?? [])
    .sort().reverse().slice(0, max);
};
