import type { Subject } from './contract.ts';

/**
 * Whether two captures show two pages rather than two versions of one. By words: two languages share none. By shape,
 * the pairs of neighbouring tags: two languages of one page share them all, and an advertisement or a sign-in window
 * changes a few of either. Bounds measured on the range's decent pages that change (fixtures/range/cloaking/benign.ts),
 * whose most different pair is a telephone's version: 0.2 of the words, 0.5 of the shape.
 */
export const isOtherPage = (one: Subject, other: Subject): boolean => sharedOf(wordsOf(one), wordsOf(other)) < 0.35 && sharedOf(shapeOf(one), shapeOf(other)) < 0.6;

/** How much of the smaller set is in the other, 0 to 1; of a set of a few, which is in everything, how much of both is in both. Two empty ones share all. */
const sharedOf = (one: ReadonlySet<string>, other: ReadonlySet<string>): number => {
  const [small, large] = one.size <= other.size ? [one, other] : [other, one];
  if (small.size === 0) return large.size === 0 ? 1 : 0;
  const shared = [...small].filter((item) => large.has(item)).length;
  return small.size < few ? shared / (small.size + large.size - shared) : shared / small.size;
};

const few = 8;

const wordsOf = ({ text }: Subject): ReadonlySet<string> => new Set((text.slice(0, 60_000).match(/[\p{L}\p{N}]{4,}/gu) ?? []).slice(0, 5000));

/** "form>label", "label>input", ... in the order of the main document's tags, at most the first 3,000. */
const shapeOf = ({ capture }: Subject): ReadonlySet<string> => {
  const { frames, html } = capture.parts;
  const markup = frames.state === 'collected' && frames.value[0] !== undefined ? frames.value[0].dom : html.state === 'collected' ? html.value : '';
  const tags = [...markup.slice(0, 300_000).matchAll(/<([a-z][a-z0-9-]{0,30})[\s>/]/gi)].slice(0, 3000).map(([, tag]) => (tag ?? '').toLowerCase()).filter((tag) => !ofEveryPage.has(tag));
  return new Set(tags.map((tag, index) => `${tags[index - 1] ?? ''}>${tag}`));
};
const ofEveryPage = new Set(['html', 'head', 'meta', 'title', 'body', 'link', 'style', 'script', 'noscript']);
