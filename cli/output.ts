import { once } from 'node:events';
import { CommandError, exitCodes } from './exit.ts';

/** Whoever read standard output went away (`harrier export csv | head`): no error, and no reason to go on. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

let failed: ReaderGone | CommandError | null = null;

/** Calls back once, when nothing can be printed any more. */
export const watchOutput = (onFailed: (reason: ReaderGone | CommandError) => void): void => {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (failed !== null) return;
    failed = error.code === 'EPIPE'
      ? new ReaderGone('nobody reads standard output any more')
      : new CommandError(exitCodes.machineLacks, `standard output can't be written (${error.code ?? error.message}). Where it goes to a file, see that its disk has room.`);
    onFailed(failed);
  });
};

/** Writes to standard output as fast as its reader reads: a slow one slows the work, never fills the memory. Throws ReaderGone or CommandError where it can't be written. */
export const print = async (text: string | Uint8Array): Promise<void> => {
  if (failed !== null) throw failed;
  if (process.stdout.write(text)) return;
  try {
    await once(process.stdout, 'drain');
  } catch (error) {
    throw failed ?? error;
  }
};
