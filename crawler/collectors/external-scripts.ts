import type { Response } from 'playwright';
import type { ScriptRecord } from '../../records/index.ts';
import { caps, cutText } from '../caps.ts';
import { sha256 } from '../hash.ts';
import type { Scene } from './contract.ts';

/** Scripts that came over the network. Bodies are fetched as they end, before a navigation lets go of them. */
export class ExternalScripts {
  readonly #bodies: Promise<ScriptRecord | null>[] = [];
  dropped = 0;

  watch({ page }: Scene): void {
    page.on('requestfinished', (request) => {
      if (request.resourceType() !== 'script') return;
      if (this.#bodies.length >= caps.scripts) { this.dropped++; return; }
      this.#bodies.push(request.response().then((response) => (response === null ? null : readScript(response))).catch(() => null));
    });
  }

  async all(): Promise<ScriptRecord[]> {
    return (await Promise.all(this.#bodies)).filter((script) => script !== null);
  }
}

const readScript = async (response: Response): Promise<ScriptRecord> => {
  const body = await response.body();
  return { url: cutText(response.url(), caps.url), kind: 'external', sha256: sha256(body), bytes: body.length, text: cutText(body.toString('utf8'), caps.scriptText) };
};

