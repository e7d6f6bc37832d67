import { availableParallelism } from 'node:os';
import type { LaunchOptions } from 'playwright';
import type { Logger } from 'pino';
import type { Settings } from '../config/settings.ts';
import { browserVersion, findBrowser, launchOptions } from '../crawler/browser/index.ts';
import type { LaneOptions, VisitBudget } from '../crawler/contract.ts';
import { LabMapError, UpstreamError, createResolver, openEgress, parseLabMap, type Egress, type LabRule } from '../crawler/egress/index.ts';
import { chooseProfile, readProfiles } from '../crawler/profiles.ts';
import { browserUser } from './doctor.ts';
import { openBrands } from './judging.ts';
import { openAllowList } from './stores.ts';
import type { CanaryOptions } from '../crawler/canary.ts';
import type { Host } from '../url/types.ts';
import { readGiven } from './context.ts';
import { CommandError, exitCodes } from './exit.ts';
import { makeTempFolder, removeTempFolder } from './temp-folder.ts';

/** All that the lanes share, opened from the settings. */
export interface Crawling {
  readonly lane: Omit<LaneOptions, 'onCapture' | 'concurrency' | 'signal'>;
  readonly launch: LaunchOptions;
  readonly probeConcurrency: LaneOptions['concurrency'];
  readonly renderConcurrency: LaneOptions['concurrency'];
  close(): Promise<void>;
}

/** Opens the way out and finds the browser. Throws CommandError for a lab map that is wrong, BrowserError for no browser. */
export const openCrawling = async (settings: Settings, log: Logger, unsafeNoSandbox: boolean): Promise<Crawling> => {
  const egress: Egress = await openEgress({
    resolve: createResolver(),
    lab: settings.labMap === null ? null : readLabMap(settings.labMap),
    upstream: settings.upstreamProxy,
  }).catch((error: unknown) => { throw error instanceof UpstreamError ? new CommandError(exitCodes.usage, `upstreamProxy: ${error.message}`) : error; });
  const tempDir = await makeTempFolder();
  // Playwright makes profiles in the system's temporary folder and takes no other: so that nothing outlives us, ours is that.
  process.env['TMPDIR'] = tempDir;
  const close = async (): Promise<void> => {
    await egress.close();
    await removeTempFolder(tempDir);
  };
  try {
    if (unsafeNoSandbox) log.warn("Chromium's sandbox is OFF (--unsafe-no-sandbox): a page that breaks the renderer has the browser's user");
    const { executable } = await findBrowser(settings.chromium);
    const launch = await launchOptions({ executable, tempDir, unsafeNoSandbox, ...browserUser(settings) });
    const { profiles } = await readProfiles(await browserVersion(executable));
    const budget: VisitBudget = { visitMs: settings.visitMs, dwellMs: settings.dwellMs, maxBytes: settings.visitBytes, maxHops: 20, maxRequests: 1000 };
    const most = settings.renderConcurrency ?? 3 * availableParallelism();
    return {
      lane: { egress, budget, profileFor: (task) => chooseProfile(profiles, task.look), canary: canaryOf(settings), extraCa: settings.labCa === null ? null : readGiven(settings.labCa, 'certificate authority') },
      launch,
      probeConcurrency: { min: Math.min(4, settings.probeConcurrency), max: settings.probeConcurrency },
      renderConcurrency: { min: Math.min(most, availableParallelism()), max: most },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};

/** Owners that no made-up data may reach: whatever the allow list names, and the catalogue's brands. */
const canaryOf = (settings: Settings): CanaryOptions | null => {
  if (settings.canarySteps === 0) return null;
  const allowList = openAllowList(settings);
  const brands = openBrands(settings);
  return {
    steps: settings.canarySteps,
    isProtected: (host) => brands.ownerOf(host) !== null || allowList.entryFor(`${host}/`, host as Host) !== null, // a host of the WHATWG parser
  };
};

const readLabMap = (file: string): LabRule[] => {
  try {
    return parseLabMap(readGiven(file, 'lab map'));
  } catch (error) {
    if (error instanceof LabMapError) throw new CommandError(exitCodes.usage, `${file}: ${error.message}`);
    throw error;
  }
};
