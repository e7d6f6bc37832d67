import type { PartName } from '../records/index.ts';

/**
 * What a caller does next:
 * - `disk-full`: stop taking work until somebody made room; nothing of the capture is visible.
 * - `not-writable`: stop; the folder belongs to somebody else or is read-only.
 * - `unfit`: a bug of whoever made the capture; trying again helps nothing.
 */
export type EvidenceErrorCode = 'disk-full' | 'not-writable' | 'unfit';

export class EvidenceError extends Error {
  override readonly name = 'EvidenceError';
  readonly code: EvidenceErrorCode;

  constructor(code: EvidenceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What is on disk is not what was put: the capture can't be judged again, and its URL should be visited again. */
export class EvidenceDamaged extends Error {
  override readonly name = 'EvidenceDamaged';
  readonly key: string;
  /** The part that can't be read, or "manifest" where none can. */
  readonly part: PartName | 'manifest';

  constructor(key: string, part: PartName | 'manifest', why: string) {
    super(`capture ${key}: ${part} ${why}`);
    this.key = key;
    this.part = part;
  }
}

/** errno(3) of a failed write, to what the caller does next. EFBIG: a limit of the process (`ulimit -f`). */
const writeFailures: Readonly<Record<string, { readonly code: EvidenceErrorCode; readonly says: (dir: string) => string }>> = {
  ENOSPC: { code: 'disk-full', says: (dir) => `The disk that holds ${dir} is full: make room, or lower HARRIER_EVIDENCE_BYTES and sweep.` },
  EDQUOT: { code: 'disk-full', says: (dir) => `The quota for ${dir} is used up: raise it, or lower HARRIER_EVIDENCE_BYTES and sweep.` },
  EFBIG: { code: 'disk-full', says: (dir) => `The system refuses a file of this size in ${dir}: raise the limit (ulimit -f).` },
  EACCES: { code: 'not-writable', says: (dir) => `No permission to write in ${dir}: give it to the user that Harrier runs as, or set HARRIER_DATA_DIR.` },
  EPERM: { code: 'not-writable', says: (dir) => `No permission to write in ${dir}: give it to the user that Harrier runs as, or set HARRIER_DATA_DIR.` },
  EROFS: { code: 'not-writable', says: (dir) => `${dir} is on a read-only file system: set HARRIER_DATA_DIR to a folder that can be written.` },
  ENOTDIR: { code: 'not-writable', says: (dir) => `${dir} is no folder: set HARRIER_DATA_DIR to one.` },
};

/** The `EvidenceError` that a failed write amounts to; any other failure as it came. */
export const writeFailure = (error: unknown, dir: string): unknown => {
  const row = writeFailures[errnoOf(error) ?? ''];
  return row === undefined ? error : new EvidenceError(row.code, row.says(dir), { cause: error });
};

/** "ENOENT" and the like, null for what is no system error. */
export const errnoOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
