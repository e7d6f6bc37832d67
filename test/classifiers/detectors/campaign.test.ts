import { expect } from 'chai';
import { campaign } from '../../../classifiers/detectors/campaign.ts';
import { subjectOf } from '../../../classifiers/subject.ts';
import type { CampaignTie } from '../../../records/index.ts';
import { brands, captureOf } from '../capture-builder.ts';

const tie: CampaignTie = { id: '7', weight: 12, ties: ['kit 00ff', 'shape 11aa', 'form drop.test/p.php'], ownMalicious: 4, owners: 3 };
const raisedBy = (over: Partial<CampaignTie> | null): string[] =>
  campaign.detect(subjectOf(captureOf({}), brands, null, over === null ? null : { ...tie, ...over })).map(({ name }) => name);

describe('campaign', () => {
  it('says same-kit of a close tie to several that were malicious by themselves', () => { expect(raisedBy({})).to.deep.equal(['campaign/same-kit']); });
  it('says tied of a looser one, or one to few', () => {
    expect(raisedBy({ weight: 6.5 })).to.deep.equal(['campaign/tied']);
    expect(raisedBy({ ownMalicious: 2 })).to.deep.equal(['campaign/tied']);
  });
  it('stays silent where one page or one owner is all that there is, and without a tie', () => {
    for (const over of [{ ownMalicious: 1 }, { owners: 1 }, null]) expect(raisedBy(over)).to.deep.equal([]);
  });
});
