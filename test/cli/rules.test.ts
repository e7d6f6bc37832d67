import { expect } from 'chai';
import { mkdirSync, writeFileSync } from 'node:fs';
import { harrier, linesOf, testFolder } from './harrier.ts';

const rule = (title: string, more = ''): string => `title: ${title}\nlevel: critical\nthreat: phishing\n${more}detection:\n  a:\n    html|contains: kit-mark\n  condition: a\n`;

describe('harrier rules', () => {
  const folder = testFolder();

  it('lists the rules that ship and those of a folder, with their states', async () => {
    mkdirSync(folder.file('own'));
    writeFileSync(folder.file('own/my-kit.yml'), rule('My kit'));
    writeFileSync(folder.file('own/states.yml'), 'my-kit: shadow\n');
    const { code, stdout, stderr } = await harrier(['rules', 'list', '--rules-dir', 'own'], { cwd: folder.path });
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(linesOf(stdout).length).to.be.greaterThan(80);
    expect(linesOf(stdout)).to.include('my-kit\tcritical\tshadow\tphishing\tMy kit');
  });

  it('says what is wrong in which line of which file, and loads the rest', async () => {
    mkdirSync(folder.file('mixed'));
    writeFileSync(folder.file('mixed/good.yml'), rule('Good'));
    writeFileSync(folder.file('mixed/bad.yml'), 'title: Bad\ndetection:\n  a:\n    body: x\n  condition: a and b\n');
    const { code, stdout, stderr } = await harrier(['rules', 'check', 'mixed'], { cwd: folder.path });
    expect(code).to.equal(1);
    expect(stdout).to.equal('mixed: 1 rules load, 1 files are left out\n');
    expect(stderr).to.match(/mixed\/bad\.yml:4: there is no field "body"/).and.to.match(/mixed\/bad\.yml:5: there is no search "b"/);
  });

  it('tells which captures fit, and which rule misses one that it names', async () => {
    mkdirSync(folder.file('seen'));
    writeFileSync(folder.file('seen/hit.yml'), 'url: https://a.test/\nhtml: <p class="kit-mark">\n');
    writeFileSync(folder.file('seen/plain.yml'), 'url: https://a.test/\nhtml: <p>\n');
    writeFileSync(folder.file('seen/broken.yml'), 'url: nonsense\nhtml: <p>\n');
    writeFileSync(folder.file('one.yml'), rule('One', 'captures: [hit, plain]\n'));
    const { code, stdout, stderr } = await harrier(['rules', 'test', 'one.yml', '--captures', 'seen'], { cwd: folder.path });
    expect(code).to.equal(1);
    expect(linesOf(stdout)).to.deep.equal(['hit\tone', 'plain\t-']);
    expect(stderr).to.match(/broken\.yml: not a page file/).and.to.match(/the rule "one" does not fit plain, which it names/);
  });

  it('ends with 2 for a place that is not there', async () => {
    const [check, list] = await Promise.all([['rules', 'check', 'nowhere'], ['rules', 'list', '--rules-dir', 'nowhere']].map((args) => harrier(args, { cwd: folder.path })));
    for (const run of [check, list]) expect(run).to.include({ code: 2, stdout: '' });
    expect(check?.stderr).to.match(/nowhere can't be read/);
  });
});
