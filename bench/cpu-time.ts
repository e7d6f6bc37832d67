import { readdir, readFile } from 'node:fs/promises';

/** USER_HZ, which Linux reports times in on every platform that Node runs on. */
const ticksPerSecond = 100;
const sampleMs = 250;

interface Process { readonly pid: number; readonly parent: number; readonly ownTicks: number; readonly deadTicks: number }

/**
 * CPU seconds of this process and all below it, dead ones included: the kernel adds a dead process to the one that
 * waited for it, and a browser's root is looked at often, so that at most its last `sampleMs` are missed.
 * `without` is left out with all below it. Linux only.
 */
export class CpuMeter {
  readonly #without: ReadonlySet<number>;
  readonly #trees = new Map<number, number>();
  readonly #timer: NodeJS.Timeout;
  readonly #ownAtStart = process.cpuUsage();
  #sampling: Promise<void> | null = null;

  constructor(without: readonly number[]) {
    this.#without = new Set(without);
    this.#timer = setInterval(() => { this.#sampling ??= this.#sample().catch(() => {}).finally(() => { this.#sampling = null; }); }, sampleMs);
  }

  /** Seconds: this process, and what it started. */
  async stop(): Promise<{ readonly own: number; readonly below: number }> {
    clearInterval(this.#timer);
    await this.#sampling;
    await this.#sample().catch(() => {});
    const { user, system } = process.cpuUsage(this.#ownAtStart);
    return { own: (user + system) / 1e6, below: [...this.#trees.values()].reduce((sum, ticks) => sum + ticks, 0) / ticksPerSecond };
  }

  async #sample(): Promise<void> {
    const processes = await allProcesses();
    const children = new Map<number, Process[]>();
    for (const one of processes) children.set(one.parent, [...(children.get(one.parent) ?? []), one]);
    const treeTicks = (one: Process): number => one.ownTicks + one.deadTicks + (children.get(one.pid) ?? []).reduce((sum, child) => sum + treeTicks(child), 0);
    for (const child of children.get(process.pid) ?? []) {
      if (!this.#without.has(child.pid)) this.#trees.set(child.pid, Math.max(this.#trees.get(child.pid) ?? 0, treeTicks(child)));
    }
  }
}

const allProcesses = async (): Promise<Process[]> => {
  const found = await Promise.all((await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(async (name): Promise<Process | null> => {
    const stat = await readFile(`/proc/${name}/stat`, 'latin1').catch(() => null); // it ended meanwhile
    if (stat === null) return null;
    // The name stands in brackets and may hold anything; proc(5) counts from 1.
    const close = stat.lastIndexOf(')');
    const fields = stat.slice(close + 2).split(' ').map(Number);
    const [parent = 0, user = 0, system = 0, deadUser = 0, deadSystem = 0] = [1, 11, 12, 13, 14].map((index) => fields[index]);
    return { pid: Number(name), parent, ownTicks: user + system, deadTicks: deadUser + deadSystem };
  }));
  return found.filter((one) => one !== null);
};
