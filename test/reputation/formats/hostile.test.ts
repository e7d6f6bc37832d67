import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { exportFormats } from '../../../reputation/formats/index.ts';
import { canonicalise } from '../../../url/canonical.ts';
import { listingOf } from '../verdicts.ts';
import { linesOf, textOf } from './text-of.ts';
import type { Listing } from '../../../records/index.ts';

/** What an attacker would write to break out of a line, a string, a comment or a cell. */
const texts = ['\n0.0.0.0 bank.test', '\r\nbank.test', '"; reload; "', '";) alert tcp any any -> any any (msg:"', "' OR url:value LIKE '%", "\\' OR 1", '</script>', '"}],"x":[{"', '=1+1', '#', '! @@||bank.test^', '||bank.test^$all', '*', '^', '$all,badfilter', ',', '\u2028', '\0', '\u202e', '%0a', '|0a|', '${x}', '[Adblock]'];
const hostile: readonly Listing[] = texts.flatMap((text) => [
  listingOf(`evil.test/${text}`, { brand: text, scopeReason: text, sources: [text] }), listingOf(`${text}.test/`, { scope: 'domain', brand: text }), listingOf(`evil.test/?${text}`, { scope: 'url' }),
  listingOf((canonicalise(`http://evil.test/${text}`) ?? 'x://evil.test/').split('://')[1] ?? '', { scope: 'url' }),
]);
const fine = [listingOf('fine-1.test/', { scope: 'domain' }), listingOf('fine-2.test/', { scope: 'host' })];

describe('hostile text in a listing', () => {
  for (const { name, lineEnd } of exportFormats) {
    it(`${name}: ends no line and begins none`, async () => {
      const lines = await linesOf(name, [...fine, ...hostile]);
      const starts = new Set((await linesOf(name, fine)).map(startOf));
      for (const line of lines) {
        if (name !== 'csv') expect(line).not.to.match(/[\r\n]/);
        expect(line).not.to.match(/^(?:0\.0\.0\.0 )?bank\.test/);
      }
      // A line of names or rules begins as those of decent listings do.
      if (['hosts', 'dnsmasq', 'unbound', 'rpz', 'squid', 'domains'].includes(name)) expect(lines).to.deep.equal(await linesOf(name, fine));
      if (name === 'suricata') for (const line of lines) expect(starts).to.include(startOf(line));
      expect(lineEnd).to.match(/^\r?\n$/);
    });
  }

  it('csv: stays in its cell', async () => {
    const rows = parse((await linesOf('csv', [...fine, ...hostile])).join('\r\n'), { columns: true, comment: '#', comment_no_infix: true });
    expect(rows).to.have.lengthOf(fine.length + hostile.length);
  });

  it('plain: stays one expression a line', async () => {
    for (const line of await linesOf('plain', hostile)) expect(line).not.to.match(/[\r\n]/);
  });

  it('json, urlhaus-json and stix: stay JSON', async () => {
    for (const name of ['json', 'urlhaus-json', 'stix']) JSON.parse(await textOf(name, [...fine, ...hostile]));
  });

  it('urlhaus: stays a row of nine cells', async () => {
    const lines = (await linesOf('urlhaus', [...fine, ...hostile])).filter((line) => !line.startsWith('#'));
    for (const row of parse(lines.join('\r\n'))) expect(row).to.have.lengthOf(9);
  });

  it('suricata: leaves every rule with the options that it was given', async () => {
    for (const line of (await linesOf('suricata', [...fine, ...hostile])).slice(2)) {
      const options = optionsOf(line);
      expect(options.map(([key]) => key).filter((key) => key === 'msg' || key === 'sid' || key === 'rev')).to.deep.equal(['msg', 'sid', 'rev']);
      for (const [key] of options) expect(key).to.be.oneOf(['msg', 'flow', 'dns.query', 'tls.sni', 'http.host', 'http.uri.raw', 'dotprefix', 'content', 'startswith', 'endswith', 'bsize', 'pcre', 'classtype', 'metadata', 'sid', 'rev']);
    }
  });
});

const startOf = (line: string): string => line.split(' ', 2).join(' ');

/** The options of a rule as Suricata parts them: at semicolons outside of strings. */
const optionsOf = (rule: string): (readonly [key: string, value: string])[] => {
  const body = rule.slice(rule.indexOf('(') + 1, -1);
  const options: string[] = [''];
  let isQuoted = false;
  for (let at = 0; at < body.length; at += 1) {
    const character = body[at] ?? '';
    if (character === '\\') { options[options.length - 1] += character + (body[at + 1] ?? ''); at += 1; continue; }
    if (character === '"') isQuoted = !isQuoted;
    if (character === ';' && !isQuoted) options.push(''); else options[options.length - 1] += character;
  }
  return options.map((option) => option.trim()).filter((option) => option !== '').map((option) => { const [key = '', ...rest] = option.split(':'); return [key, rest.join(':')] as const; });
};
