import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { SMTPServer } from 'smtp-server';
import type { Door } from '../door.ts';
import { sourceProblems, type SourceProblem } from '../sources/contract.ts';
import { mailCaps } from './contract.ts';
import { readMail } from './message.ts';
import { wholeMail } from './whole.ts';

/**
 * A spam trap: an SMTP server that takes mail for whatever recipient and reads where it leads. It never sends, relays
 * or bounces anything, and keeps nothing of a mail but the URLs that go through the door: no sender, no recipient, no
 * address of the client. A mail is acknowledged (250) once the door has accepted its URLs; where that fails its sender is
 * told to try again (451).
 */
export interface MailTrap {
  readonly port: number;
  /** Since it was opened. */
  totals(): TrapTotals;
  close(): Promise<void>;
}

export interface TrapTotals {
  readonly mails: number;
  readonly urls: number;
  /** Never seen before by anybody. */
  readonly fresh: number;
  /** Mails that were sent away for their size or rate. */
  readonly refused: number;
  /** What could not be looked into, by why. */
  readonly problems: Readonly<Partial<Record<SourceProblem, number>>>;
}

export interface TrapOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly door: Door;
  readonly now: () => number;
  /** A mail that could not be read, in part or at all; the sentence names nobody. */
  readonly onProblem: (says: string) => void;
  /** Mails a minute from one address; the next ones are told to come later. */
  readonly mailsPerMinute?: number;
  /** Mails that are read at once: each may take several times its size in memory. */
  readonly atOnce?: number;
}

const mostClients = 100;
const mostRecipients = 1000;
/** Kept in memory alone, and forgotten with the minute. */
const mostAddresses = 10_000;

/** Resolves once it listens; rejects where it can't. */
export const openMailTrap = async (options: TrapOptions): Promise<MailTrap> => {
  const { host, port, door, now, onProblem, mailsPerMinute = 120, atOnce = 4 } = options;
  const totals = { mails: 0, urls: 0, fresh: 0, refused: 0, problems: {} as Partial<Record<SourceProblem, number>> };
  const mayCome = rateOf(mailsPerMinute, now);
  let reading = 0;

  const take = async (bytes: Buffer): Promise<void> => {
    const urls: string[] = [];
    for await (const item of readMail(bytes)) {
      if (item.kind === 'url') { urls.push(item.url); continue; }
      totals.problems[item.problem] = (totals.problems[item.problem] ?? 0) + 1;
      onProblem(sourceProblems[item.problem]);
    }
    const atMs = now();
    const outcomes = await door.submit(urls.map((url) => ({ url, source: 'mail:trap', atMs, trust: 0.4, priority: 1 })));
    totals.mails += 1;
    totals.urls += urls.length;
    totals.fresh += outcomes.filter((one) => one.outcome === 'accepted' && one.offer === 'new').length;
  };

  const server = new SMTPServer({
    name: 'mail', banner: 'ready', size: mailCaps.bytes, logger: false, disableReverseLookup: true, hideENHANCEDSTATUSCODES: true,
    authOptional: true, disabledCommands: ['AUTH', 'STARTTLS'], maxClients: mostClients, socketTimeout: 60_000, closeTimeout: 2000,
    onMailFrom: ({ args }, { remoteAddress }, done) => {
      if (Number((args as { SIZE?: string } | false) === false ? 0 : (args as { SIZE?: string }).SIZE ?? 0) > mailCaps.bytes) { totals.refused += 1; done(answer(552, sourceProblems['mail-too-large'])); return; }
      if (!mayCome(remoteAddress)) { totals.refused += 1; done(answer(451, 'too many mails; come again in a minute')); return; }
      done();
    },
    onRcptTo: (_address, { envelope: { rcptTo } }, done) => { done(rcptTo.length < mostRecipients ? null : answer(452, 'too many recipients')); },
    onData: (stream, _session, done) => {
      void (async () => {
        const bytes = await wholeMail(stream as Readable);
        if (bytes === null) { totals.refused += 1; return answer(552, sourceProblems['mail-too-large']); }
        if (reading >= atOnce) return answer(451, 'busy; come again soon');
        reading += 1;
        try {
          await take(bytes);
          return null;
        } finally {
          reading -= 1;
        }
      })().then(done, (error: unknown) => {
        onProblem(`a mail was not taken and is to come again: ${error instanceof Error ? error.message : String(error)}`);
        done(answer(451, 'not now; come again later'));
      });
    },
  });
  server.on('error', () => undefined); // a client that breaks off in the middle; the next one is served
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, () => { server.server.off('error', reject); resolve(); });
  });
  const bound = server.server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : port,
    totals: () => ({ ...totals, problems: { ...totals.problems } }),
    close: () => new Promise((resolve) => { server.close(() => { resolve(); }); }),
  };
};

const answer = (responseCode: number, says: string): Error => Object.assign(new Error(says), { responseCode });

const rateOf = (perMinute: number, now: () => number): ((address: string) => boolean) => {
  let minute = -1;
  const counts = new Map<string, number>();
  return (address) => {
    const current = Math.floor(now() / 60_000);
    if (current !== minute || counts.size > mostAddresses) { counts.clear(); minute = current; }
    const group = isIP(address) === 6 ? address.split(':').slice(0, 4).join(':') : address;
    const count = (counts.get(group) ?? 0) + 1;
    counts.set(group, count);
    return count <= perMinute;
  };
};
