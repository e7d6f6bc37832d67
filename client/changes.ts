import type { ClientPlatform, ListName } from './contract.ts';

/** What of a row of the change log is used. */
export interface ChangedListing {
  readonly hash: string;
  readonly isListed: boolean;
  readonly list: ListName;
}

const listOfThreat: Readonly<Record<string, ListName>> = { 'malware': 'malware', 'drive-by': 'malware', 'skimmer': 'malware', 'unwanted': 'unwanted-software', 'cryptojacking': 'unwanted-software' };

/**
 * Reads server-sent events until the line ends. Resolves to the id of the last one, to go on from, or null where the
 * server no longer has what came after `lastId`: then the lists have to be fetched again.
 */
export const readChanges = async (server: string, headers: Readonly<Record<string, string>>, { fetch }: Pick<ClientPlatform, 'fetch'>, lastId: string | null, on: { readonly open: () => void; readonly heard: () => void; readonly change: (change: ChangedListing) => void }, signal: AbortSignal): Promise<string | null> => {
  const answer = await fetch(`${server}/v1/stream`, { headers: { ...headers, accept: 'text/event-stream', ...(lastId === null ? {} : { 'last-event-id': lastId }) }, signal });
  if (answer.status === 410) return null;
  if (!answer.ok || answer.body === null) throw new Error(`the server answered ${answer.status} to a question for its changes`);
  on.open();
  let id = lastId;
  let text = '';
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      on.heard();
      text += read.value;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const fields = new Map(block.split('\n').map((line): [string, string] => { const colon = line.indexOf(':'); return [line.slice(0, colon), line.slice(colon + 1).trimStart()]; }));
        const data = fields.get('data');
        if (data !== undefined) on.change(changeOf(data));
        id = fields.get('id') ?? id;
      }
    }
  } catch (error) {
    if (signal.aborted) return id;
    throw Object.assign(new Error('the line broke', { cause: error }), { lastId: id });
  }
  return id;
};

const changeOf = (data: string): ChangedListing => {
  const { hash, kind, threat } = JSON.parse(data) as { hash: string; kind: string; threat: string }; // docs/api.md: the row.
  return { hash, isListed: kind === 'listed' || kind === 'renewed', list: listOfThreat[threat] ?? 'social-engineering' };
};
