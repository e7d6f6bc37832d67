import { readdir, readFile, readlink } from 'node:fs/promises';

/** What Linux says about a process of the browser. */
export interface BrowserProcess {
  readonly pid: number;
  /** Chromium's --type: "zygote", "renderer", "utility", ...; "browser" for the first, which has none. */
  readonly type: string;
  readonly uid: number;
  /** 2 is a seccomp filter. */
  readonly seccomp: number;
  /** How many PID namespaces it is nested in; 1 is the machine's own. */
  readonly pidNamespaces: number;
  readonly userNamespace: string;
  readonly effectiveCapabilities: string;
  readonly arguments: readonly string[];
}

/** All Chromium processes below this process. */
export async function browserProcesses(): Promise<BrowserProcess[]> {
  const parents = new Map<number, number>();
  const found: BrowserProcess[] = [];
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  for (const pid of all) {
    try {
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      const field = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '';
      parents.set(pid, Number(field('PPid')));
      // What comes from the zygote writes its arguments anew, with spaces between.
      const args = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split(/\0| (?=--)/);
      if (!/chrom|headless_shell/.test(args[0] ?? '')) continue;
      found.push({
        pid,
        type: args.find((argument) => argument.startsWith('--type='))?.slice('--type='.length) ?? 'browser',
        uid: Number(field('Uid').split('\t')[0]),
        seccomp: Number(field('Seccomp')),
        pidNamespaces: field('NSpid').split('\t').length,
        userNamespace: await readlink(`/proc/${pid}/ns/user`),
        effectiveCapabilities: field('CapEff'),
        arguments: args,
      });
    } catch {
      // It ended while we looked.
    }
  }
  const isOurs = (pid: number): boolean => pid === process.pid || (pid > 1 && isOurs(parents.get(pid) ?? 0));
  return found.filter(({ pid }) => isOurs(pid));
}
