import type { BodyRecord } from '../../records/index.ts';
import { collected, skipped } from '../../records/index.ts';
import { caps } from '../caps.ts';
import { sha256 } from '../hash.ts';
import type { Collector, Scene } from './contract.ts';
import type { ResponseBodies } from './response-bodies.ts';

/** What the page was made of, so that it can be shown again (evidence/export). A body that came twice is kept once. */
export const bodies = ({ page, budget }: Scene, fetched: ResponseBodies): Collector<'bodies'> => ({
  parts: ['bodies'],
  claimMs: 3000,
  attach: () => { fetched.watch(page); },
  finish: async () => {
    const maxBytes = budget.maxBodyBytes ?? caps.bodyBytes;
    if (maxBytes === 0) return { bodies: skipped('the budget keeps no bodies') };
    const kept = new Map<string, BodyRecord>();
    let bytes = 0;
    let dropped = fetched.dropped;
    for (const [request, promise] of fetched.all()) {
      const body = await promise;
      if (body === null) continue;
      const hash = sha256(body);
      if (kept.has(hash)) continue;
      if (body.length > caps.oneBody || bytes + body.length > maxBytes) { dropped++; continue; }
      bytes += body.length;
      kept.set(hash, { sha256: hash, mimeType: mimeTypeOf(request.headers()['content-type']), body: new Uint8Array(body) });
    }
    return { bodies: collected([...kept.values()], dropped === 0 ? null : `${dropped} more bodies were not kept`) };
  },
});

const mimeTypeOf = (type: string | undefined): string | null => type?.split(';')[0]?.trim().toLowerCase().slice(0, 200) ?? null;
