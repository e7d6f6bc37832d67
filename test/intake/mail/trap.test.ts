import { expect } from 'chai';
import { createTransport } from 'nodemailer';
import { connect } from 'node:net';
import { once } from 'node:events';
import { openDoor } from '../../../intake/door.ts';
import { openMailTrap, type MailTrap } from '../../../intake/mail/trap.ts';
import { memoryFrontier } from '../memory-frontier.ts';
import { mail } from './mails.ts';

const now = (): number => 1_790_000_000_000;

describe('the mail trap', () => {
  const traps: MailTrap[] = [];
  afterEach(async () => { await Promise.all(traps.splice(0).map((trap) => trap.close())); });

  const open = async (options: Partial<Parameters<typeof openMailTrap>[0]> = {}): Promise<{ trap: MailTrap; offered: () => string[]; said: string[] }> => {
    const frontier = memoryFrontier();
    const said: string[] = [];
    const trap = await openMailTrap({ host: '127.0.0.1', port: 0, door: openDoor({ frontier, now, labMode: false }), now, onProblem: (says) => { said.push(says); }, ...options });
    traps.push(trap);
    return { trap, offered: () => frontier.offers().map(({ url, source }) => `${source} ${url}`), said };
  };
  const send = async (trap: MailTrap, raw: Buffer, to: readonly string[] = ['anybody@anywhere.test']): Promise<string> => {
    const transport = createTransport({ host: '127.0.0.1', port: trap.port, secure: false, ignoreTLS: true });
    try {
      return (await transport.sendMail({ envelope: { from: 'lure@sender.test', to: [...to] }, raw })).response;
    } finally {
      transport.close();
    }
  };

  it('takes mail for any recipient, and offers its URLs without who it was for', async () => {
    const { trap, offered } = await open();
    expect(await send(trap, mail({ text: 'Dear Jane, https://lure.test/?e=jane.miller@corp.test' }), ['jane.miller@corp.test', 'nobody@nowhere.example'])).to.match(/^250/);
    expect(offered()).to.deep.equal(['mail:trap https://lure.test/?e=someone@example.com']);
    expect(trap.totals()).to.deep.equal({ mails: 1, urls: 1, fresh: 1, refused: 0, problems: {} });
  });

  it('refuses a mail that is too large, by its word and by its bytes', async () => {
    const { trap } = await open();
    const large = Buffer.concat([mail({ text: 'x' }), Buffer.alloc(33_000_000, 'y'.repeat(70) + '\r\n')]);
    const failure = await send(trap, large).then(() => null, (error: unknown) => error as Error & { responseCode: number });
    expect(failure?.responseCode).to.equal(552);
    expect(trap.totals()).to.deep.include({ mails: 0, refused: 1 });
  }).timeout(60_000);

  it('tells who sends too many to come later, and still serves', async () => {
    const { trap } = await open({ mailsPerMinute: 2 });
    const answers = [];
    for (let sent = 0; sent < 3; sent += 1) answers.push(await send(trap, mail({ text: `https://a.test/${sent}` })).then(() => 250, (error: unknown) => (error as { responseCode: number }).responseCode));
    expect(answers).to.deep.equal([250, 250, 451]);
  });

  it('has a mail come again where its URLs could not be kept', async () => {
    const { trap, said } = await open({ door: { submit: () => Promise.reject(new Error('no Redis')) } });
    const failure = await send(trap, mail({ text: 'https://a.test/' })).then(() => null, (error: unknown) => error as { responseCode: number });
    expect(failure?.responseCode).to.equal(451);
    expect(said).to.deep.equal(['a mail was not taken and is to come again: no Redis']);
  });

  it('goes on after a client that breaks off or talks nonsense', async () => {
    const { trap, offered } = await open();
    const socket = connect(trap.port, '127.0.0.1');
    await once(socket, 'data');
    socket.write('EHLO x\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<c@d.test>\r\nDATA\r\nhttps://half.test/');
    await once(socket, 'data');
    socket.destroy();
    await send(trap, mail({ text: 'https://whole.test/' }));
    expect(offered()).to.deep.equal(['mail:trap https://whole.test/']);
  });
});
