import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { exportFormats } from '../../../reputation/formats/index.ts';
import { listingOf } from '../verdicts.ts';
import { linesOf } from './text-of.ts';
import type { Listing } from '../../../records/index.ts';

const hostile = listingOf('=cmd.test/a,b"c', { brand: '=HYPERLINK("https://evil.test","x")', scopeReason: 'a, "b"\r\nc', sources: [] });

/** Formats of others, which have no place for it. */
const untimed = ['stix', 'urlhaus-json'];

describe('every export format', () => {
  for (const { name } of exportFormats) {
    it(`${name}: begins with the time that it was given and says the same twice`, async () => {
      const lines = await linesOf(name, [listingOf('a.test/'), hostile]);
      if (!untimed.includes(name)) expect(lines.slice(0, 3).join('\n')).to.include('2026-05-28T20:26:40.000Z');
      expect(await linesOf(name, [listingOf('a.test/'), hostile])).to.deep.equal(lines);
    });
  }

  it('has a name of its own', () => {
    expect(new Set(exportFormats.map(({ name }) => name)).size).to.equal(exportFormats.length);
  });
});

describe('the csv format', () => {
  const rowsOf = async (listings: readonly Listing[]): Promise<Record<string, string>[]> =>
    parse((await linesOf('csv', listings)).join('\r\n'), { columns: true, comment: '#', comment_no_infix: true });

  it('is read back by a parser, commas, quotes and line breaks included', async () => {
    const [row] = await rowsOf([hostile]);
    expect(row).to.include({ scope: 'path', threat: 'phishing', score: '0.9000', compromised: 'false', first_seen: '2026-05-28T20:26:40.000Z', why_this_scope: 'a, "b"\r\nc', sources: '' });
  });

  it('has no cell that a spreadsheet would run', async () => {
    for (const start of ['=', '+', '-', '@', '\t', '\r', '\n']) {
      const [row] = await rowsOf([listingOf(`${start}1.test/`, { brand: `${start}2` })]);
      expect(row).to.include({ expression: `'${start}1.test/`, brand: `'${start}2` });
    }
  });
});

describe('the hosts format', () => {
  it('holds whole hosts only, of a domain its www too, each name once', async () => {
    const lines = await linesOf('hosts', [
      listingOf('evil.test/', { scope: 'domain' }), listingOf('www.evil.test/', { scope: 'host' }), listingOf('a.shop.test/', { scope: 'host' }),
      listingOf('page.test/', { scope: 'url' }), listingOf('page.test/x', { scope: 'path' }), listingOf('page.test/?q', { scope: 'url' }),
    ]);
    expect(lines.filter((line) => !line.startsWith('#'))).to.deep.equal(['0.0.0.0 evil.test', '0.0.0.0 www.evil.test', '0.0.0.0 a.shop.test']);
  });

  it('leaves out what is no name', async () => {
    const odd = ['203.0.113.7/', '[2001:db8::1]/', 'localhost/', 'a b.test/', 'a.test\n0.0.0.0 bank.test/', '#.test/', `${'a.'.repeat(130)}test/`];
    expect((await linesOf('hosts', odd.map((expression) => listingOf(expression, { scope: 'host' })))).filter((line) => !line.startsWith('#'))).to.deep.equal([]);
  });
});

describe('the plain format', () => {
  it('is one expression a line', async () => {
    expect((await linesOf('plain', [listingOf('a.test/'), listingOf('b.test/x?y')])).slice(2)).to.deep.equal(['a.test/', 'b.test/x?y']);
  });
});
