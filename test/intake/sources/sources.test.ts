import { expect } from 'chai';
import { gzipSync } from 'node:zlib';
import { readSource, recogniseSource, sources } from '../../../intake/sources/index.ts';
import type { SourceItem } from '../../../intake/sources/index.ts';

/** Bytes in chunks of `size`, so that every boundary falls somewhere. */
async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

const itemsOf = async (input: string | Uint8Array, size = 65_536): Promise<SourceItem[]> => {
  const items: SourceItem[] = [];
  for await (const item of readSource(chunked(Buffer.from(input), size))) items.push(item);
  return items;
};
const short = (item: SourceItem): string => `${item.line} ${item.kind === 'url' ? item.url : `(${item.problem})`}`;
const read = async (input: string | Uint8Array, size?: number): Promise<string[]> => (await itemsOf(input, size)).map(short);

const urlhausCsv = `################################################################
# abuse.ch URLhaus Database Dump (CSV - recent URLs)           #
#
# id,dateadded,url,url_status,last_online,threat,tags,urlhaus_link,reporter
"1","2026-11-01 10:00:00","http://a.example/x,y.exe","online","2026-11-01 10:00:00","malware_download","elf,mirai","https://urlhaus.example/1/","r"
"2","2026-11-01 10:00:01","http://b.example/#z","offline","","malware_download","None","https://urlhaus.example/2/","r"
"3","2026-11-01 10:00:02","http://c.exa
"4","2026-11-01 10:00:03","http://d.example/","online","","malware_download","None","https://urlhaus.example/4/","r"
`;
const phishtankJson = `[
 {"phish_id":"1","url":"http:\\/\\/a.example\\/}]","details":[{"ip_address":"192.0.2.1"}],"target":"Other"},
 {"phish_id":"2","url":"http://b.example/\\"{[","details":[]},
 {"phish_id":"3","target":"no url"},
 {"phish_id":"4","url":bad},
 {"phish_id":"5","url":"http://ü.example/"}
]`;
const urlhausJson = `{"1":[{"dateadded":"2026-11-01 10:00:00 UTC","url":"http://a.example/","tags":["x"]}],
"2":[{"url":"http://b.example/","tags":null}]}`;
const threatfox = `{"1":[{"ioc_value":"http://a.example/","ioc_type":"url"}],
"2":[{"ioc_value":"192.0.2.1:443","ioc_type":"ip:port"}],
"3":[{"ioc_value":"b.example","ioc_type":"domain"}]}`;

const formats: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['a plain list', 'plain', '# comment\r\n\r\nhttp://a.example/\r\n  hxxp://b[.]example/x  \r\nc.example', ['3 http://a.example/', '4 http://b.example/x', '5 c.example']],
  ['a list with a byte order mark', 'plain', '\ufeffhttp://a.example/\nhttp://b.example/\n', ['1 http://a.example/', '2 http://b.example/']],
  ["URLhaus' CSV", 'csv', urlhausCsv, ['5 http://a.example/x,y.exe', '6 http://b.example/#z', '7 (bad-csv)', '8 http://d.example/']],
  ["PhishTank's CSV", 'csv', 'phish_id,url,phish_detail_url,verified\n1,"http://a.example/,x",http://p.example/1,yes\n2,http://b.example/,http://p.example/2,yes\n', ['2 http://a.example/,x', '3 http://b.example/']],
  ['a CSV with its URLs in a later column', 'csv', 'date;Link\n2026;http://a.example/\n2026;\n', ['2 http://a.example/', '3 (no-url)']],
  ['a CSV without a header', 'csv', '1,a.example\n2,b.example\n', ['1 a.example', '2 b.example']],
  ['a table with tabs', 'csv', 'url\tlabel\nhttp://a.example/?a,b\t1\n', ['2 http://a.example/?a,b']],
  ['a CSV without a URL', 'csv', '"1","x y"\n"2","z"\n', ['1 (no-url-column)']],
  ['a hosts file', 'hosts', '# list\n127.0.0.1 localhost\n0.0.0.0 a.example b.example # both\n0.0.0.0\n::1 ip6-localhost\n', ['3 a.example', '3 b.example', '4 (no-url)']],
  ['an ad blocker\'s list', 'adblock', '[Adblock Plus 2.0]\n! Title: x\n||a.example^\n||b.example^$document,subdocument\n@@||c.example^\n||d.example/path^\nexample.com##.ad\n', ['3 a.example', '4 b.example', '5 (unsupported-rule)', '6 (unsupported-rule)', '7 (unsupported-rule)']],
  ["PhishTank's JSON", 'phishtank', phishtankJson, ['2 http://a.example/}]', '3 http://b.example/"{[', '4 (no-url)', '5 (bad-json)', '6 http://ü.example/']],
  ["URLhaus' JSON", 'urlhaus-json', urlhausJson, ['1 http://a.example/', '2 http://b.example/']],
  ["ThreatFox' JSON", 'threatfox', threatfox, ['1 http://a.example/', '3 b.example']],
  ['JSON lines', 'json-lines', '{"url":"http://a.example/","redirects":["x"]}\n{"url":"http://b.example/"}\n', ['1 http://a.example/', '2 http://b.example/']],
  ['an answer without entries', 'json-lines', '{"query_status":"no_results"}', ['1 (no-url)']],
];

describe('sources', () => {
  for (const [what, name, text, expected] of formats) {
    it(`read ${what}`, async () => {
      const recognised = recogniseSource(Buffer.from(text));
      expect('source' in recognised && recognised.source.name).to.equal(name);
      expect(await read(text)).to.deep.equal(expected);
    });

    it(`read ${what} the same in pieces of any size, and out of gzip`, async () => {
      for (const size of [1, 2, 3, 7, 64]) expect(await read(text, size), `${size} bytes`).to.deep.equal(expected);
      expect(await read(gzipSync(text), 5)).to.deep.equal(expected);
    });
  }

  it('have a name each', () => {
    expect(new Set(sources.map(({ name }) => name))).to.have.property('size', sources.length);
  });

  const whole: readonly (readonly [string, string, Uint8Array | string])[] = [
    ['a web page', 'html', '\n<!DOCTYPE html><html><body>log in</body></html>'],
    ['nothing', 'empty', ''],
    ['white space', 'empty', '\n \n'],
    ['UTF-16', 'utf-16', Buffer.from('\ufeffhttp://a.example/', 'utf16le')],
    ['a zip archive', 'archive', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0, 0])],
    ['bzip2', 'archive', Buffer.from('BZh91AY')],
    ['gzip inside of gzip', 'archive', gzipSync(gzipSync('http://a.example/'))],
    ['a program', 'binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0])],
    ['gzip of a web page', 'html', gzipSync('<html></html>')],
  ];
  for (const [what, problem, input] of whole) {
    it(`say of ${what} that it is ${problem}`, async () => expect(await read(input)).to.deep.equal([`1 (${problem})`]));
  }

  it('report a line that is too long, and go on', async () => {
    const text = `http://a.example/\n${'x'.repeat(2_000_000)}\nhttp://b.example/\n`;
    for (const size of [1000, 65_536, 4_000_000]) expect(await read(text, size), `${size} bytes`).to.deep.equal(['1 http://a.example/', '2 (line-too-long)', '3 http://b.example/']);
  });

  it('report a line that is not UTF-8, and go on', async () => {
    const text = Buffer.concat([Buffer.from('http://ü.example/\nhttp://a.example/'), Buffer.from([0xff, 0xfe]), Buffer.from('\nhttp://b.example/\n')]);
    for (const size of [1, 5, 1000]) expect(await read(text, size)).to.deep.equal(['1 http://ü.example/', '2 (not-utf8)', '3 http://b.example/']);
  });

  it('take what came before the end of a truncated gzip', async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `http://h${(index * 7919) % 20_011}.example/`).join('\n');
    const packed = gzipSync(lines);
    const items = await read(packed.subarray(0, packed.length / 2), 4096);
    expect(items.length).to.be.greaterThan(1000);
    expect(items.at(-1)).to.match(/^\d{4,} \(truncated\)$/);
    expect(items.slice(0, -1).every((item) => item.includes('http://'))).to.equal(true);
  });

  it('report a damaged gzip', async () => {
    const packed = gzipSync('http://a.example/\n'.repeat(10));
    packed.fill(0xff, 10);
    expect(await read(packed)).to.deep.equal(['1 (corrupt)']);
  });

  it('report truncated JSON with its line', async () => {
    expect(await read(phishtankJson.slice(0, 150))).to.deep.equal(['2 http://a.example/}]', '3 (truncated)']);
  });

  it('report an entry that is too large, and go on', async () => {
    const text = `[{"url":"http://a.example/"},\n{"url":"${'x'.repeat(3_000_000)}"},\n{"url":"http://b.example/"}]`;
    for (const size of [1000, 65_536]) expect(await read(text, size)).to.deep.equal(['1 http://a.example/', '2 (entry-too-large)', '3 http://b.example/']);
  });

  it('stop at a gzip that expands without end', async () => {
    const items = await itemsOf(gzipSync('http://a.example/\n'.repeat(5_000_000)), 1000);
    const last = items.at(-1);
    expect(last).to.deep.include({ kind: 'problem', problem: 'expands-too-far' });
    expect(items.length).to.be.lessThan(1_000_000);
  }).timeout(60_000);

  it('pass on that the input itself cannot be read', async () => {
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.alloc(20_000, 'http://a.example/\n'));
      throw new Error('disk gone');
    };
    const failure = await (async () => { for await (const _ of readSource(broken())); })().then(() => null, (reason: unknown) => reason);
    expect(failure).to.be.an('error').with.property('message', 'disk gone');
  });
});
