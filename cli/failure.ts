import { BrowserError } from '../crawler/browser/error.ts';
import { EvidenceError } from '../evidence/errors.ts';
import { FrontierLayoutError } from '../queues/frontier/frontier.ts';
import { RedisError } from '../queues/redis-error.ts';
import { CommandError, exitCodes } from './exit.ts';
import { ReaderGone } from './output.ts';

/** What a command that failed tells the person, as an exit code and a sentence; null for a fault of our own. */
export const failureOf = (error: unknown): Pick<CommandError, 'exitCode' | 'message'> | null => {
  if (error instanceof CommandError) return error;
  if (error instanceof ReaderGone) return { exitCode: exitCodes.done, message: '' };
  if (error instanceof RedisError || error instanceof BrowserError || error instanceof EvidenceError || error instanceof FrontierLayoutError) return { exitCode: exitCodes.machineLacks, message: error.message };
  return systemFailure(error);
};

/** errno(3) of a call that named a file or an address, to what a person does about it. */
const remedies: Readonly<Record<string, string>> = {
  EACCES: 'Give the user that runs Harrier permission, or choose another place',
  EPERM: 'Give the user that runs Harrier permission, or choose another place',
  EROFS: 'It is read-only: choose another place',
  ENOSPC: 'The disk is full: make room, or choose another place',
  EDQUOT: 'The quota is used up: raise it, or choose another place',
  ENOTDIR: 'A part of its path is no folder: choose another place',
  EISDIR: 'It is a folder: name a file',
  EEXIST: 'Something else is there: choose another place',
  EMFILE: 'Too many files are open: raise the limit (ulimit -n)',
};

const systemFailure = (error: unknown): ReturnType<typeof failureOf> => {
  if (!(error instanceof Error)) return null;
  const { code, path } = error as NodeJS.ErrnoException;
  const remedy = code === undefined ? undefined : remedies[code];
  return remedy === undefined || path === undefined ? null : { exitCode: exitCodes.machineLacks, message: `${path} can't be used (${code}). ${remedy}.` };
};
