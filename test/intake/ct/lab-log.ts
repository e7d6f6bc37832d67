import type { IncomingMessage, ServerResponse } from 'node:http';
import { leafOf, tileEntryOf, type LogEntry } from './certificates.ts';

/** A certificate log on loopback that speaks both interfaces over the same entries. */
export interface LabLog {
  entries: LogEntry[];
  root: string;
  atMs: number;
  /** Most entries of one answer to get-entries. */
  most: number;
  answer(request: IncomingMessage, response: ServerResponse): void;
}

export const labLog = (entries: LogEntry[], atMs: number): LabLog => ({
  entries, atMs, most: 1000,
  root: Buffer.alloc(32, 1).toString('base64'),
  answer(request, response) {
    const url = new URL(request.url ?? '', 'http://log.example');
    const json = (body: unknown): void => { response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)); };
    const tile = /^\/tile\/data\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d+))?$/.exec(url.pathname);
    if (url.pathname === '/ct/v1/get-sth') json({ tree_size: this.entries.length, timestamp: this.atMs, sha256_root_hash: this.root, tree_head_signature: '' });
    else if (url.pathname === '/ct/v1/get-entries') {
      const start = Number(url.searchParams.get('start'));
      const end = Math.min(Number(url.searchParams.get('end')) + 1, start + this.most);
      json({ entries: this.entries.slice(start, end).map((entry) => ({ leaf_input: leafOf(entry).toString('base64'), extra_data: '' })) });
    } else if (url.pathname === '/checkpoint') response.end(`log.example\n${this.entries.length}\n${this.root}\n\n— log.example signature\n`);
    else if (tile !== null) {
      const first = Number((tile[1] ?? '').replace(/[x/]/g, '')) * 256;
      const width = Number(tile[2] ?? 256);
      if (first + width > this.entries.length) response.writeHead(404).end();
      else response.end(Buffer.concat(this.entries.slice(first, first + width).map(tileEntryOf)));
    } else response.writeHead(404).end();
  },
});
