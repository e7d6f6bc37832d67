import type { Request } from 'playwright';
import type { ScriptRecord } from '../../records/index.ts';
import { caps, cutText } from '../caps.ts';
import { sha256 } from '../hash.ts';
import type { ResponseBodies } from './response-bodies.ts';

/** Scripts that came over the network. */
export const externalScripts = async (bodies: ResponseBodies): Promise<{ readonly scripts: ScriptRecord[]; readonly dropped: number }> => {
  const came = bodies.all().filter(([request]) => request.resourceType() === 'script');
  const kept = came.slice(0, caps.scripts);
  const scripts = await Promise.all(kept.map(async ([request, body]) => scriptOf(request, await body)));
  return { scripts: scripts.filter((script) => script !== null), dropped: came.length - kept.length };
};

const scriptOf = (request: Request, body: Buffer | null): ScriptRecord | null =>
  body === null ? null : { url: cutText(request.url(), caps.url), kind: 'external', sha256: sha256(body), bytes: body.length, text: cutText(body.toString('utf8'), caps.scriptText) };
