import { readFileSync, readdirSync } from 'node:fs';

/** A process as /proc shows it. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Its arguments, with blanks between. */
  readonly command: string;
}

/** Null for one that has ended, or has ended and is not waited for yet. */
const read = (pid: number): Process | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold anything; state and parent follow the last bracket.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return null;
    return { pid, parent: Number(parent), command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() };
  } catch {
    return null;
  }
};

const all = (): Process[] => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => read(Number(name)) ?? []);

export const isAlive = (pid: number): boolean => read(pid) !== null;

/** Children of a process, their children, and so on; those nearest to it first. */
export const descendantsOf = (pid: number): Process[] => {
  const everybody = all();
  const found: Process[] = [];
  for (let generation = [pid]; generation.length > 0;) {
    const next = everybody.filter(({ parent }) => generation.includes(parent));
    found.push(...next);
    generation = next.map((process) => process.pid);
  }
  return found;
};

/** Processes that were started with this text among their arguments or in their environment, this one left out. */
export const processesWith = (text: string): Process[] => all().filter(({ pid, command }) => {
  if (pid === process.pid) return false;
  if (command.includes(text)) return true;
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(text);
  } catch {
    return false;
  }
});

export const isWorker = (lanes: string) => ({ command }: Process): boolean => command.includes(`bin/harrier.js worker --lanes ${lanes}`);
export const isRedis = ({ command }: Process): boolean => /^\S*redis-server /.test(command);
/** The browser's own process, not one of its renderers and helpers. */
export const isBrowser = ({ command }: Process): boolean => command.includes('--remote-debugging-pipe') && !command.includes('--type=');
