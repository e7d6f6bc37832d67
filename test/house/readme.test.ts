import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { settingNames, settingRows } from '../../config/settings.ts';
import { commands } from '../../cli/commands.ts';
import { projectRoot } from './source-files.ts';

const readme = readFileSync(path.join(projectRoot, 'README.md'), 'utf8');
const between = (from: string, to: string): string => readme.slice(readme.indexOf(from) + from.length, readme.indexOf(to));

const settingsTable = (): string => [
  '| setting | unit | default | variable | is |',
  '|---|---|---|---|---|',
  ...settingNames.map((name) => {
    const { unit, fallback, env, says } = settingRows[name];
    return `| \`${name}\` | ${unit} | ${fallback === null ? 'unset' : `\`${String(fallback)}\``} | \`${env}\` | ${says} |`;
  }),
].join('\n');

describe('README', () => {
  it('has a row for every setting, as the code declares it', () => {
    expect(between('<!-- settings -->', '<!-- /settings -->').trim()).to.equal(settingsTable());
  });

  it('has a row for every command, as its help says it, and no other', () => {
    const rows = between('## Commands', '## Settings').split('\n').filter((line) => line.startsWith('| `'));
    expect(rows).to.deep.equal(commands.map(({ name, does }) => `| \`${name}\` | ${does} |`));
  });

  it('names each command as its file does', async () => {
    const context = { env: {}, now: Date.now, signal: new AbortController().signal, exit: () => undefined };
    for (const { name, load } of commands) expect((await load())(context).name()).to.equal(name);
  });

  it('links only to files that exist', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, file]) => file ?? '');
    expect(links).to.not.be.empty;
    expect(links.filter((file) => !existsSync(path.join(projectRoot, file)))).to.deep.equal([]);
  });
});
