import { loadBrands } from '../classifiers/brands.ts';
import type { Detector, Judge, Policy } from '../classifiers/contract.ts';
import { createJudge } from '../classifiers/judge.ts';
import { loadPolicy } from '../classifiers/policy.ts';
import type { Settings } from '../config/settings.ts';
import { givenData, shippedData } from './shipped-data.ts';

/** The judge with the shipped catalogue and the user's own brands, the shipped policy and detectors unless others are given. Throws CommandError for a brand file that is none. */
export const openJudge = ({ brands }: Settings, other: { readonly policy?: Policy; readonly detectors?: readonly Detector[] } = {}): Judge => {
  const shipped = shippedData('brands');
  return createJudge({
    policy: other.policy ?? loadPolicy(shippedData('policy')),
    ...(other.detectors === undefined ? {} : { detectors: other.detectors }),
    brands: brands === null ? loadBrands(shipped) : givenData(brands, 'brand file', 'brands', (own) => loadBrands(shipped, own)),
  });
};
