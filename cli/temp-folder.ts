import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** "harrier-<process id>-<six characters>": the name says whose it is, so that what a killed process left can be told. */
const ownedName = /^harrier-(\d{1,10})-[A-Za-z0-9]{6}$/;

/** A temporary folder of this process's own. What processes that were killed left beside it is deleted on the way. */
export const makeTempFolder = async (): Promise<string> => {
  await sweepTempFolders();
  return mkdtemp(path.join(tmpdir(), `harrier-${process.pid}-`));
};

/** Deletes the temporary folders of processes that are no more; another user's are left alone. */
export const sweepTempFolders = async (): Promise<void> => {
  for (const name of await readdir(tmpdir())) {
    const pid = ownedName.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const folder = path.join(tmpdir(), name);
    const found = await lstat(folder).catch(() => null);
    if (found?.isDirectory() === true && found.uid === process.getuid?.()) await removeTempFolder(folder);
  }
};

/** A browser whose worker was killed ends by itself, and may write a moment longer. What can't be deleted is left to the next sweep. */
export const removeTempFolder = async (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }).catch(() => undefined);

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};
