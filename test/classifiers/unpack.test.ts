import { expect } from 'chai';
import { unpack, unpacked } from '../../classifiers/unpack.ts';

const secret = 'document.write("<iframe src=https://in.other.test/></iframe>")';
const hex = (text: string, before: string): string => [...text].map((character) => `${before}${character.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');

describe('unpacking a script', () => {
  for (const [what, script] of [
    ['base64', `eval(atob("${Buffer.from(secret).toString('base64')}"))`],
    ['percent escapes', `eval(unescape("${hex(secret, '%')}"))`],
    ['hexadecimal escapes', `eval("${hex(secret, '\\x')}")`],
    ['octal escapes', `eval("${[...secret].map((character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`).join('')}")`],
    ['character codes', `eval(String.fromCharCode(${[...secret].map((character) => character.charCodeAt(0)).join(',')}))`],
    ['a list of numbers for a decoder of its own', `var n = [${[...secret].map((character) => character.charCodeAt(0) + 7).join(',')}]; eval(d(n))`],
    ['hexadecimal pairs', `eval(d("${Buffer.from(secret).toString('hex')}"))`],
    ['text back to front', `eval("${[...secret.replaceAll('"', '\'')].reverse().join('')}".split("").reverse().join(""))`],
    ['junk between letters', `eval("${secret.replaceAll('"', '\'').split('').join('#')}".replace(/#/g, ""))`],
    ['a word for the percent sign', `var a = "${hex(secret, '%').replaceAll('%', 'qzqz')}"; eval(unescape(a.replace(/qzqz/g, "%")))`],
    ['pieces under names', `var p1 = "docum", p2 = "ent.wri", p3 = 'te(1);in.oth', p4 = "er.test"; eval(p1 + p2 + p3 + p4)`],
    ['a shift by one', `var s = "${[...`${secret}${' '.repeat(60)}`].map((character) => String.fromCharCode(character.charCodeAt(0) + 1)).join('').replaceAll('"', '\'')}"; eval(m(s))`],
    ['two layers', `eval(unescape("${hex(`eval(atob("${Buffer.from(secret).toString('base64')}"))`, '%')}"))`],
  ] as const) {
    it(`undoes ${what}`, () => {
      expect(unpack(script)).to.match(/in\.other\.test/);
    });
  }

  it('looks names up in a table and writes calls as they are meant', () => {
    const { code, tricks } = unpacked('var t=["\\x77\\x72\\x69\\x74\\x65","a","b","c","length"];document[t[0]](t[1]);x[t[4]];y[t[4]];z[t[3]];');
    expect(code).to.include('document.write("a")');
    expect([...tricks]).to.include.members(['string-table', 'spelled-call']);
  });

  it('undoes the common packer', () => {
    const { revealed, tricks } = unpacked('eval(function(p,a,c,k,e,d){return p}(\'0.1("2")\',3,3,\'document|write|hello there\'.split(\'|\'),0,{}))');
    expect(revealed).to.include('document.write("hello there")');
    expect([...tricks]).to.include('packer');
  });

  it('finds nothing in code that hides nothing', () => {
    const plain = 'function add(a, b) { return a + b } document.getElementById("total").textContent = add(1, 2) + " pieces";';
    expect(unpacked(plain)).to.deep.include({ revealed: '', code: plain });
    expect(unpacked(plain).tricks.size).to.equal(0);
  });

  for (const [what, text] of [
    ['quotes', '"'.repeat(200_000)], ['pluses', '"a"+'.repeat(60_000)], ['backslashes', '\\'.repeat(200_000)], ['escapes', '\\x41'.repeat(60_000)], ['percents', '%41'.repeat(80_000)], ['numbers', '11,'.repeat(80_000)], ['digits', '1'.repeat(250_000)],
    ['names', 'a+'.repeat(120_000)], ['brackets', '["a",'.repeat(50_000)], ['an open table', `var t=[${'"a" '.repeat(60_000)}`], ['an open list', `String.fromCharCode(${'1 '.repeat(100_000)}`], ['removals', '"a".replace(/[b]/g,"")'.repeat(10_000)], ['blobs', Array.from({ length: 200 }, (_, index) => `"${String.fromCharCode(33 + (index % 60)).repeat(1000)}"`).join(';')],
  ] as const) {
    it(`takes little time over ${what}`, () => {
      const before = process.cpuUsage();
      unpacked(text);
      expect(process.cpuUsage(before).user / 1000).to.be.lessThan(4000);
    });
  }
});
