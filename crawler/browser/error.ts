/** Why no browser could be started, and what a person does about it: the message says both. */
export type BrowserProblem =
  /** None was found, or the one given is none. */
  | 'browser-missing'
  /** As root: `setpriv` (util-linux) is not there, so Chromium could only run as root. */
  | 'setpriv-missing'
  /** As root: the user that Chromium runs as can't reach the browser or the temporary folder. */
  | 'not-reachable'
  /** The kernel or the container forbids what Chromium's sandbox is made of. */
  | 'sandbox-unavailable'
  /** It was started and ended at once. */
  | 'browser-failed';

export class BrowserError extends Error {
  readonly code: BrowserProblem;
  constructor(code: BrowserProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BrowserError';
    this.code = code;
  }
}

/** Says what a failed `chromium.launch` means. Chromium's own words are in its log, which Playwright adds to the message. */
export function launchProblem(error: unknown): BrowserError {
  const text = (error instanceof Error ? error.message : String(error)).slice(0, 20_000);
  if (error instanceof BrowserError) return error;
  if (text.includes('No usable sandbox') || text.includes('setuid_sandbox_host') || text.includes('Failed to move to new namespace')) {
    return new BrowserError('sandbox-unavailable', 'Chromium cannot build its sandbox here. Allow unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0; in Docker a seccomp profile that permits them), or install the package chromium-sandbox.', { cause: error });
  }
  return new BrowserError('browser-failed', `Chromium did not start (${text.split('\n', 1)[0] ?? ''}). Start it by hand to see why, or set HARRIER_CHROMIUM to another; "harrier doctor" tries it again.`, { cause: error });
}
