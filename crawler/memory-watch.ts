import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright';

/** Looks at a browser's renderers so often. */
const lookMs = 500;

/**
 * Ends renderers that outgrow a cap, whatever fills them: pictures, canvases, WebAssembly, typed arrays, DOM. V8's own
 * cap (browser/switches.ts) sees none of these. Each visit has a renderer of its own, so one visit ends.
 *
 * What counts is resident memory that is the process's own (RssAnon and RssShmem of /proc/PID/status, proc(5)); where
 * there is no /proc nothing is watched. The watch ends with its browser.
 */
export class MemoryWatch {
  readonly capBytes: number;
  #ended = 0;

  constructor(capBytes: number) { this.capBytes = capBytes; }

  /** Whether a renderer was ended of which no visit has been told yet. For the visit whose page has just died. */
  takeEnded(): boolean {
    if (this.#ended === 0) return false;
    this.#ended -= 1;
    return true;
  }

  async over(browser: Browser): Promise<void> {
    const session = await browser.newBrowserCDPSession();
    let isLooking = false;
    const timer = setInterval(() => {
      if (isLooking) return;
      isLooking = true;
      this.#look(session).catch(() => {}).finally(() => { isLooking = false; }); // the browser is gone, or will be looked at again
    }, lookMs);
    timer.unref();
    browser.on('disconnected', () => clearInterval(timer));
  }

  async #look(session: Awaited<ReturnType<Browser['newBrowserCDPSession']>>): Promise<void> {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    for (const { type, id } of processInfo) {
      if (type !== 'renderer' || await ownBytes(id) <= this.capBytes) continue;
      process.kill(id, 'SIGKILL');
      this.#ended += 1;
    }
  }
}

/** 0 where the process is gone. */
const ownBytes = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = (name: string): number => Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
  // Kernels that do not tell them apart (before 4.5, some sandboxes) tell the sum.
  return (kilobytes('RssAnon') + kilobytes('RssShmem') || kilobytes('VmRSS')) * 1024;
};
