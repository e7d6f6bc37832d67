import { expect } from 'chai';
import { createSocket, type Socket } from 'node:dgram';
import { createResolver } from '../../../crawler/egress/resolver.ts';

const signal = new AbortController().signal;
const typeA = 1;
const typeAaaa = 28;

describe('crawler/egress/resolver', () => {
  let server: Socket;
  let servers: string[];
  let zone: Record<string, { a?: string[]; aaaa?: string[]; rcode?: number; silent?: boolean }> = {};
  let asked: string[] = [];

  before(async () => {
    server = createSocket('udp4');
    server.on('message', (query, from) => {
      const name = nameOf(query);
      const type = query.readUInt16BE(12 + name.length + 2);
      asked.push(`${type === typeA ? 'A' : 'AAAA'} ${name}`);
      const entry = zone[name.toLowerCase()] ?? { rcode: 3 };
      if (entry.silent !== true) server.send(answerTo(query, name, type, entry), from.port, from.address);
    });
    await new Promise<void>((settle) => server.bind(0, '127.0.0.1', settle));
    servers = [`127.0.0.1:${server.address().port}`];
  });
  beforeEach(() => { asked = []; });
  after((done) => { server.close(done); });

  it('asks for both families and gives IPv4 first', async () => {
    zone = { 'both.example': { a: ['93.184.216.34', '93.184.216.35'], aaaa: ['2606:4700::1111'] } };
    expect(await createResolver({ servers })('both.example', signal)).to.deep.equal(['93.184.216.34', '93.184.216.35', '2606:4700::1111']);
    expect(asked.sort()).to.deep.equal(['A both.example', 'AAAA both.example']);
  });

  it('takes one family where the other has nothing', async () => {
    zone = { 'six.example': { aaaa: ['2606:4700::1111'] }, 'four.example': { a: ['93.184.216.34'] } };
    const resolve = createResolver({ servers });
    expect(await resolve('six.example', signal)).to.deep.equal(['2606:4700::1111']);
    expect(await resolve('four.example', signal)).to.deep.equal(['93.184.216.34']);
  });

  it('tells a name that does not exist, or has no address, from a server that fails or is silent', async () => {
    zone = { 'empty.example': {}, 'broken.example': { rcode: 2 }, 'silent.example': { silent: true } };
    const resolve = createResolver({ servers, timeoutMs: 200 });
    const codeOf = (name: string) => resolve(name, signal).then(() => 'resolved', (error: NodeJS.ErrnoException) => error.code);
    expect(await codeOf('missing.example')).to.equal('ENOTFOUND');
    expect(await codeOf('empty.example')).to.equal('ENOTFOUND');
    expect(await codeOf('broken.example')).to.equal('ESERVFAIL');
    expect(await codeOf('silent.example')).to.equal('ETIMEOUT');
  });

  it('asks once for what is asked many times at once, and again after the longest time it keeps', async () => {
    zone = { 'kept.example': { a: ['93.184.216.34'] } };
    let nowMs = 0;
    const resolve = createResolver({ servers, maxTtlMs: 1_000, now: () => nowMs });
    await Promise.all([resolve('kept.example', signal), resolve('KEPT.example', signal), resolve('kept.example', signal)]);
    expect(asked).to.have.lengthOf(2);
    nowMs = 999;
    await resolve('kept.example', signal);
    expect(asked).to.have.lengthOf(2);
    nowMs = 1_001;
    zone = { 'kept.example': { a: ['127.0.0.1'] } };
    expect(await resolve('kept.example', signal)).to.deep.equal(['127.0.0.1']);
    expect(asked).to.have.lengthOf(4);
  });

  it('does not keep failures', async () => {
    zone = {};
    const resolve = createResolver({ servers });
    await resolve('late.example', signal).catch(() => undefined);
    zone = { 'late.example': { a: ['93.184.216.34'] } };
    expect(await resolve('late.example', signal)).to.deep.equal(['93.184.216.34']);
  });

  it('keeps no more names than it was told', async () => {
    zone = { 'a.example': { a: ['93.184.216.34'] }, 'b.example': { a: ['93.184.216.34'] } };
    const resolve = createResolver({ servers, maxNames: 1, now: () => 0 });
    for (const name of ['a.example', 'b.example', 'a.example']) await resolve(name, signal);
    expect(asked).to.have.lengthOf(6);
  });
});

function nameOf(query: Buffer): string {
  const labels: string[] = [];
  for (let at = 12; query[at] !== 0; at += 1 + (query[at] ?? 0)) labels.push(query.toString('latin1', at + 1, at + 1 + (query[at] ?? 0)));
  return labels.join('.');
}

/** RFC 1035: the question again, and an answer per address with a TTL of an hour. */
function answerTo(query: Buffer, name: string, type: number, { a = [], aaaa = [], rcode = 0 }: { a?: string[]; aaaa?: string[]; rcode?: number }): Buffer {
  const data = type === typeA ? a.map((text) => Buffer.from(text.split('.').map(Number))) : type === typeAaaa ? aaaa.map(bytesOfV6) : [];
  const question = query.subarray(12, 12 + name.length + 2 + 4);
  const head = Buffer.alloc(12);
  query.copy(head, 0, 0, 2);
  head.writeUInt16BE(0x8180 | rcode, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(data.length, 6);
  const answers = data.map((bytes) => {
    const record = Buffer.alloc(12);
    record.writeUInt16BE(0xc00c, 0);
    record.writeUInt16BE(type, 2);
    record.writeUInt16BE(1, 4);
    record.writeUInt32BE(3600, 6);
    record.writeUInt16BE(bytes.length, 10);
    return Buffer.concat([record, bytes]);
  });
  return Buffer.concat([head, question, ...answers]);
}

function bytesOfV6(text: string): Buffer {
  const [left = '', right = ''] = text.split('::');
  const words = (side: string): number[] => (side === '' ? [] : side.split(':').map((word) => Number.parseInt(word, 16)));
  const all = [...words(left), ...Array<number>(8 - words(left).length - words(right).length).fill(0), ...words(right)];
  return Buffer.from(all.flatMap((word) => [word >> 8, word & 0xff]));
}
