import { collected, skipped } from '../../records/index.ts';
import type { Collector, Scene } from './contract.ts';

/** What crawler/canary.ts did with the page's forms. */
export const submissions = (scene: Scene): Collector<'submissions'> => ({
  parts: ['submissions'],
  claimMs: 0,
  finish: () => ({ submissions: scene.submissions === null ? skipped('canary submissions are off') : collected([...scene.submissions]) }),
});
