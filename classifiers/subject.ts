import type { CampaignTie, Capture } from '../records/index.ts';
import { ownerOf } from './hosts.ts';
import { parseUrl } from '../url/parse.ts';
import type { ParsedUrl } from '../url/types.ts';
import type { BrandCatalogue, Subject } from './contract.ts';
import { readPage } from './page.ts';

const maxTextChars = 262_144;

/** Facts that all detectors share, made once a capture. Bounded by caps of its own, not only by the collectors'. */
export const subjectOf = (capture: Capture, brands: BrandCatalogue, previous: Capture | null, campaign: CampaignTie | null = null): Subject => {
  const page = readPage(capture);
  const url = parsedOr(capture.url, null);
  const final = parsedOr(capture.finalUrl, url);
  return {
    capture,
    url,
    final,
    owner: ownerOf(final.host),
    brands,
    // Each frame gets an equal share, so that a long one cannot push the others out.
    text: page.documents.map(({ text }) => text.slice(0, Math.floor(maxTextChars / page.documents.length))).join(' '),
    page,
    previous,
    campaign,
  };
};

/** A visit can end on data:, blob: or about:blank; the last URL that has a host then stands for it. */
const parsedOr = (text: string, otherwise: ParsedUrl | null): ParsedUrl => {
  const parse = parseUrl(text);
  if (parse.ok) return parse.url;
  if (otherwise !== null) return otherwise;
  throw new Error(`a capture's URL does not parse: ${parse.problem}`);
};
