import { createHash } from 'node:crypto';
import { Parser } from 'htmlparser2';
import { valueOr, type Capture } from '../../records/index.ts';

const mostChars = 300_000;
const mostTags = 3000;
/** Fewer tags are an error page's or a forward's: everybody has those. */
const fewTags = 12;

/**
 * What a page is made of, as a hash: the tags of its main document in their order and what its forms ask for. A kit
 * that is put up on a hundred hosts has one shape; texts, names of files and colours don't count. Null where no page
 * was seen, or one that is too small to tell.
 */
export const shapeOf = ({ parts }: Capture): string | null => {
  const markup = valueOr(parts.frames, [])[0]?.dom ?? valueOr(parts.html, '');
  const tags: string[] = [];
  const parser = new Parser({ onopentagname: (name) => { if (tags.length < mostTags && !ofEveryPage.has(name)) tags.push(name.slice(0, 30)); } });
  parser.write(markup.slice(0, mostChars));
  parser.end();
  if (tags.length < fewTags) return null;
  const asks = valueOr(parts.forms, []).flatMap(({ fields }) => fields.map(({ purpose }) => purpose)).slice(0, 100);
  return createHash('sha256').update(`${tags.join(' ')}\n${asks.join(' ')}`).digest('base64url').slice(0, 22);
};

const ofEveryPage = new Set(['html', 'head', 'meta', 'title', 'body', 'link', 'style', 'script', 'noscript']);
