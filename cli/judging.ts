import { loadBrands } from '../classifiers/brands.ts';
import type { Judge } from '../classifiers/contract.ts';
import { createJudge } from '../classifiers/judge.ts';
import { loadPolicy } from '../classifiers/policy.ts';
import type { Settings } from '../config/settings.ts';
import { givenData, shippedData } from './shipped-data.ts';

/** The judge with the shipped policy and catalogue, and the user's own brands. Throws CommandError for a brand file that is none. */
export const openJudge = ({ brands }: Settings): Judge => {
  const shipped = shippedData('brands');
  return createJudge({
    policy: loadPolicy(shippedData('policy')),
    brands: brands === null ? loadBrands(shipped) : givenData(brands, 'brand file', 'brands', (own) => loadBrands(shipped, own)),
  });
};
