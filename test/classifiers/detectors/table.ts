import { expect } from 'chai';
import type { Detector } from '../../../classifiers/contract.ts';
import { itRaises, type Row } from '../capture-builder.ts';

/** A suite of one detector: positive rows, and the benign twins that must stay silent. */
export const describeDetector = (detector: Detector, rows: readonly Row[]): void => {
  describe(`detector ${detector.name}`, () => {
    itRaises(detector, rows, (actual, expected) => { expect(actual).to.deep.equal(expected); });
  });
};
