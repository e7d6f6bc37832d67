import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A feed's publisher on loopback: answers as the test says, and remembers what it was asked. */
export const startPublisher = async (answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<{ readonly url: string; readonly asked: readonly IncomingMessage[]; close(): Promise<void> }> => {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // it listens
    asked,
    close: () => new Promise((resolve) => {
      server.close(() => { resolve(); });
      server.closeAllConnections();
    }),
  };
};
