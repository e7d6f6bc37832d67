import { expect } from 'chai';
import { chanceBy, unseenHours, waitUntilUnseen } from '../../queues/lifetime.ts';

const phish = { share: 1, medianHours: 5.46, meanHours: 54 };

describe('a lifetime', () => {
  it('has half of it behind by the median, all of it in the end, and none before it began', () => {
    expect(chanceBy(phish, 5.46)).to.be.closeTo(0.5, 1e-6);
    expect(chanceBy(phish, 1e9)).to.be.closeTo(1, 1e-6);
    expect(chanceBy({ ...phish, share: 0.1 }, 1e9)).to.be.closeTo(0.1, 1e-6);
    expect(chanceBy(phish, 0)).to.equal(0);
  });

  it('has the mean that it was given', () => {
    let mean = 0;
    for (let hours = 0.005; hours < 1e6; hours *= 1.01) mean += (1 - chanceBy(phish, hours)) * hours * 0.01;
    expect(mean).to.be.closeTo(54, 1);
  });

  it('grows with the square of a short wait', () => {
    // Over a wait that is short beside the median the hazard is about even: E = hazard * wait^2 / 2.
    const [age, wait] = [200, 2];
    const hazard = (chanceBy(phish, age + 1) - chanceBy(phish, age)) / (1 - chanceBy(phish, age));
    expect(unseenHours(phish, age, wait)).to.be.closeTo((hazard * wait ** 2) / 2, 0.05 * hazard * wait);
  });

  it('waits until the hours unseen are those asked for, or says that they never are', () => {
    for (const age of [0, 1, 30, 1000]) {
      const wait = waitUntilUnseen(phish, age, 0.5, 10_000);
      expect(unseenHours(phish, age, wait ?? 0)).to.be.closeTo(0.5, 0.005);
    }
    expect(waitUntilUnseen({ ...phish, share: 0.001 }, 0, 100, 720)).to.equal(null);
  });
});
