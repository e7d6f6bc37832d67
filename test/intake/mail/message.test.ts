import { expect } from 'chai';
import { Readable } from 'node:stream';
import { readMail } from '../../../intake/mail/message.ts';
import { urlsInText } from '../../../intake/mail/text.ts';
import { readSource } from '../../../intake/sources/index.ts';
import { mail, pdf, qrCode, zip } from './mails.ts';

const read = async (bytes: Buffer): Promise<string[]> => {
  const items: string[] = [];
  for await (const item of readMail(bytes)) items.push(item.kind === 'url' ? `${item.place} ${item.url}` : `problem ${item.problem}`);
  return items;
};
const stream = (...chunks: readonly Buffer[]): Readable => Readable.from(chunks, { objectMode: true });
const seed = async (...chunks: readonly Buffer[]): Promise<string[]> => {
  const items: string[] = [];
  for await (const item of readSource(stream(...chunks))) items.push(item.kind === 'url' ? `${item.line} ${item.url}` : `${item.line} ${item.problem}`);
  return items;
};

describe('a mail', () => {
  it('leads where its text and HTML lead, and not where its pictures are asked for', async () => {
    expect(await read(mail({
      text: 'Pay at https://pay.test/a?b=1. Or (see http://pay.test/c_(d)) hxxps://pay[.]test/e',
      html: '<base href="https://base.test/x/"><img src="https://tracker.test/open.gif"><a href="login?u=1">go</a><form action="https://form.test/post"></form><meta http-equiv=refresh content="0; url=https://next.test/">https://shown.test/',
    }))).to.deep.equal(['text https://pay.test/a?b=1', 'text http://pay.test/c_(d)', 'text https://pay.test/e', 'text https://shown.test/', 'html https://base.test/x/login?u=1', 'html https://form.test/post', 'html https://next.test/']);
  });

  it('leads where an attached page leads, in its scripts and in what they hide', async () => {
    const page = `<html><body><script>var u = atob("${Buffer.from('https://kit.test/post.php').toString('base64')}"); location = 'https:\\/\\/next.test\\/a';</script></body></html>`;
    expect(await read(mail({ attached: [{ name: 'Voice.htm', type: 'application/octet-stream', content: Buffer.from(page) }] }))).to.have.members(['attached-html https://kit.test/post.php', 'attached-html https://next.test/a']);
  });

  it('leads where the links of a PDF lead, plain and in a packed object stream', async () => {
    const content = pdf({ plain: 'https://pdf.test/a_(1)', packed: 'https://pdf.test/packed' });
    expect(await read(mail({ attached: [{ name: 'a.pdf', type: 'application/pdf', content }] }))).to.deep.equal(['pdf https://pdf.test/a_(1)', 'pdf https://pdf.test/packed']);
  });

  it('leads where a calendar file leads, its lines unfolded', async () => {
    const content = Buffer.from('BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDESCRIPTION:Join\\, now: https://meet.test/j\r\n oin/123\\nThanks\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n');
    expect(await read(mail({ attached: [{ name: 'invite.ics', type: 'text/calendar', content }] }))).to.deep.equal(['calendar https://meet.test/join/123']);
  });

  it('leads where the codes of its pictures lead, in a PDF as well; a code that holds a script is none', async () => {
    const [code, script] = await Promise.all([qrCode('https://quish.test/p?x=1'), qrCode('javascript:alert(1)')]);
    expect(await read(mail({ attached: [{ name: 'code.png', type: 'image/png', content: code.png }] }))).to.deep.equal(['qr-code https://quish.test/p?x=1']);
    expect(await read(mail({ attached: [{ name: 'doc.pdf', type: 'application/pdf', content: pdf({ grey: code.grey }) }] }))).to.deep.equal(['qr-code https://quish.test/p?x=1']);
    expect(await read(mail({ attached: [{ name: 'code.png', type: 'image/png', content: script.png }] }))).to.deep.equal([]);
  });

  for (const [how, old] of [['AES', false], ['ZipCrypto', true]] as const) {
    it(`leads where what is in a locked archive leads (${how}), by the password that the text gives`, async () => {
      const content = await zip({ 'invoice.html': '<a href="https://locked.test/a">open</a>' }, 'Inv-2026!', old);
      expect(await read(mail({ text: 'The password of the archive is: Inv-2026!', attached: [{ name: 'invoice.zip', type: 'application/zip', content }] }))).to.deep.equal(['attached-html https://locked.test/a']);
      expect(await read(mail({ text: 'No word about it.', attached: [{ name: 'invoice.zip', type: 'application/zip', content }] }))).to.deep.equal(['problem archive-locked']);
    });
  }

  it('is refused where it is too large, has too many parts, or lies too deep', async () => {
    expect(await read(Buffer.alloc(32_000_001, 0x20))).to.deep.equal(['problem mail-too-large']);
    const parts = Buffer.from(`From: a@b.test\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n${'--x\r\n\r\nhttps://a.test/\r\n'.repeat(10_000)}--x--\r\n`);
    expect(await read(parts)).to.deep.equal(['problem too-many-parts']);
    const nested = Array.from({ length: 100 }, (_, depth) => `Content-Type: multipart/mixed; boundary=b${depth}\r\n\r\n--b${depth}\r\n`).join('');
    expect(await read(Buffer.from(`From: a@b.test\r\nMIME-Version: 1.0\r\n${nested}\r\nhttps://deep.test/`))).to.deep.equal(['problem nested-too-deep']);
    const boxes = await [1, 2, 3, 4].reduce(async (inner) => zip({ 'a.zip': await inner }), zip({ 'a.html': '<a href="https://deep.test/">' }));
    expect(await read(mail({ attached: [{ name: 'a.zip', type: 'application/zip', content: boxes }] }))).to.deep.equal(['problem nested-too-deep']);
  });

  it('with a broken or bombed archive says so, and the rest is read', async () => {
    const bomb = await zip({ 'zeros.txt': Buffer.alloc(110_000_000) });
    expect(await read(mail({ text: 'https://rest.test/', attached: [{ name: 'b.zip', type: 'application/zip', content: bomb }, { name: 'c.zip', type: 'application/zip', content: Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(100, 7)]) }, { name: 'd.rar', type: 'x/y', content: Buffer.from('Rar!\x1a\x07\x01\x00 and so on') }] })))
      .to.deep.equal(['text https://rest.test/', 'problem archive-too-large', 'problem archive-broken', 'problem archive-unsupported']);
  }).timeout(60_000);

  it('of broken MIME gives what can be read', async () => {
    expect(await read(Buffer.from('From: x\r\nContent-Type: multipart/alternative; boundary="never"\r\n\r\n--other\r\nContent-Type: text/html\r\n\r\nhttps://broken.test/'))).to.satisfy((items: readonly string[]) => items.every((item) => item.startsWith('text ')));
  });

  it('is read fast, whatever its text', () => {
    for (const text of ['http://', 'www.', '(((', 'http://a)', '[:]//', 'hxxp[:'].map((piece) => piece.repeat(1_000_000 / piece.length))) {
      const before = process.cpuUsage();
      urlsInText(text);
      const { user } = process.cpuUsage(before);
      expect(user / 1000, text.slice(0, 20)).to.be.lessThan(3000);
    }
  });
});

describe('a mailbox given to seed', () => {
  it('is told by its first lines, each finding with the line where its mail begins', async () => {
    const one = mail({ text: 'https://one.test/\r\n\r\n>From here on' });
    const box = Buffer.concat([Buffer.from('From sender@x.example Mon Nov 23 10:00:00 2026\r\n'), one, Buffer.from('\r\nFrom other@x.example Mon Nov 23 11:00:00 2026\r\n'), mail({ text: 'https://two.test/' })]);
    const secondLine = box.subarray(0, box.lastIndexOf('From other')).toString('latin1').split('\n').length;
    expect(await seed(box)).to.deep.equal(['1 https://one.test/', `${secondLine} https://two.test/`]);
    expect(await seed(one)).to.deep.equal(['1 https://one.test/']);
  });

  it('of 200 MB in one mail is refused in bounded memory, and the next mail is read', async () => {
    const chunk = Buffer.alloc(1_000_000, 'x'.repeat(76) + '\n');
    const big = [Buffer.from('From a@x.example Mon Nov 23 10:00:00 2026\nFrom: a@b.test\nSubject: big\n\n'), ...Array.from({ length: 200 }, () => chunk), Buffer.from('\n\nFrom b@x.example Mon Nov 23 11:00:00 2026\n'), mail({ text: 'https://after.test/' })];
    const items = await seed(...big);
    expect(items[0]).to.equal('1 mail-too-large');
    expect(items[1]).to.match(/ https:\/\/after\.test\/$/);
  }).timeout(60_000);
});
