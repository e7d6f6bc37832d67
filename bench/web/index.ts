import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export { answerOf, largeUrls, webUrls } from './answers.ts';

export interface Web {
  /** Answers for every name, over plain HTTP, on 127.0.0.1. */
  readonly port: number;
  readonly pid: number;
  close(): Promise<void>;
}

export const startWeb = async (): Promise<Web> => {
  const child = fork(fileURLToPath(new URL('server.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] });
  const [port] = (await once(child, 'message')) as [number]; // server.ts sends nothing else
  return {
    port,
    pid: child.pid ?? 0,
    close: async () => {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
};
