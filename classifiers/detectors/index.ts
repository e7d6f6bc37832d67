import type { Detector } from '../contract.ts';
import { accountThreat } from './account-threat.ts';
import { brandImpersonation } from './brand-impersonation.ts';
import { campaign } from './campaign.ts';
import { clickfix } from './clickfix.ts';
import { cloaking } from './cloaking.ts';
import { credentialForm } from './credential-form.ts';
import { cryptojacking } from './cryptojacking.ts';
import { download } from './download.ts';
import { exploit } from './exploit.ts';
import { injected } from './injected.ts';
import { lookalikeHost } from './lookalike-host.ts';
import { pageState } from './page-state.ts';
import { redirect } from './redirect.ts';
import { rules } from './rules.ts';
import { scamLure } from './scam-lure.ts';
import { scriptLure } from './script-lure.ts';
import { skimmer } from './skimmer.ts';
import { submission } from './submission.ts';
import { techSupport } from './tech-support.ts';
import { urlShape } from './url-shape.ts';
import { walletDrainer } from './wallet-drainer.ts';
import { yara } from './yara.ts';

/** Every detector, one row each. The order is that of the signals in a verdict before they are sorted by weight. */
export const detectors: readonly Detector[] = [
  accountThreat,
  brandImpersonation,
  campaign,
  clickfix,
  cloaking,
  credentialForm,
  cryptojacking,
  download,
  exploit,
  injected,
  lookalikeHost,
  pageState,
  redirect,
  rules,
  scamLure,
  scriptLure,
  skimmer,
  submission,
  techSupport,
  urlShape,
  walletDrainer,
  yara,
];

/** What each signal means, by its full name. */
export const signalMeanings: Readonly<Record<string, string>> =
  Object.fromEntries(detectors.flatMap(({ name, signals }) => Object.entries(signals).map(([what, means]) => [`${name}/${what}`, means])));
