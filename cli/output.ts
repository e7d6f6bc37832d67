import { once } from 'node:events';

/** Writes to standard output as fast as its reader reads: a slow one slows the work, never fills the memory. */
export const print = async (text: string): Promise<void> => {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
};
