import { loadBrands } from '../classifiers/brands.ts';
import type { BrandCatalogue, Detector, Judge, Policy } from '../classifiers/contract.ts';
import { createJudge } from '../classifiers/judge.ts';
import { detectors } from '../classifiers/detectors/index.ts';
import { rules as rulesOfOurs, rulesDetector, shippedRules } from '../classifiers/detectors/rules.ts';
import { UrlArtefactError } from '../classifiers/model/url-artefact.ts';
import { loadUrlModel, type UrlModel } from '../classifiers/model/url-model.ts';
import { loadPolicy } from '../classifiers/policy.ts';
import { joinRules, loadRules, problemLine, type LoadedRules } from '../classifiers/rules/folder.ts';
import { RuleSet } from '../classifiers/rules/rule-set.ts';
import type { Settings } from '../config/settings.ts';
import { readGivenBytes } from './context.ts';
import { CommandError, exitCodes } from './exit.ts';
import { givenData, shippedData, urlModelFile } from './shipped-data.ts';

/** The shipped catalogue of brands, and the user's own. Throws CommandError for a brand file that is none. */
export const openBrands = ({ brands }: Settings): BrandCatalogue => {
  const shipped = shippedData('brands');
  return brands === null ? loadBrands(shipped) : givenData(brands, 'brand file', 'brands', (own) => loadBrands(shipped, own));
};

/** The shipped URL model, or the user's own. Throws CommandError for a file that is none. */
export const openUrlModel = ({ urlModel }: Settings, brands: BrandCatalogue): UrlModel => {
  const file = urlModel ?? urlModelFile;
  try {
    return loadUrlModel(readGivenBytes(file, 'URL model'), brands);
  } catch (error) {
    if (error instanceof UrlArtefactError) throw new CommandError(exitCodes.usage, `${file}: ${error.message}`);
    throw error;
  }
};

/** The judge with the shipped catalogue and the user's own brands, rules and URL model, the shipped policy and detectors unless others are given. Throws CommandError for a file or folder that is none. */
export const openJudge = (settings: Settings, other: { readonly policy?: Policy; readonly detectors?: readonly Detector[] } = {}): Judge => {
  const brands = openBrands(settings);
  return createJudge({
    policy: other.policy ?? loadPolicy(shippedData('policy')),
    detectors: other.detectors ?? openDetectors(settings),
    brands,
    urlModel: openUrlModel(settings, brands),
  });
};

/** Every detector, that of the rules with the rules of the user's folder. */
export const openDetectors = ({ rulesDir }: Settings): readonly Detector[] => {
  if (rulesDir === null) return detectors;
  const { rules } = openRules(rulesDir, (line) => process.stderr.write(`harrier: ${line}\n`));
  return detectors.map((detector) => (detector === rulesOfOurs ? rulesDetector(() => new RuleSet(rules)) : detector));
};

/** The shipped rules with those of a folder; each that is wrong is said, and left out. Throws CommandError where there is no such folder. */
export const openRules = (rulesDir: string | null, warn: (line: string) => void): LoadedRules => {
  if (rulesDir === null) return shippedRules();
  try {
    const joined = joinRules(shippedRules(), loadRules(rulesDir));
    for (const problem of joined.problems) warn(`rule left out: ${problemLine(problem)}`);
    return joined;
  } catch (error) {
    throw new CommandError(exitCodes.usage, `the rules folder ${rulesDir} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};
