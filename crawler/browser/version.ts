import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** "156.0.8078.108" of a Chromium or Chrome, as it says itself; null where it doesn't (a wrapper, or no Chromium). Takes some 20 ms. */
export async function browserVersion(executable: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(executable, ['--version'], { timeout: 10_000, env: { PATH: '/usr/bin:/bin' } });
    return /\b\d{2,4}\.\d{1,5}\.\d{1,6}\.\d{1,5}\b/.exec(stdout)?.[0] ?? null;
  } catch {
    return null;
  }
}
