import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../house/source-files.ts';

const page = readFileSync(path.join(projectRoot, 'docs/guarantees.md'), 'utf8');
const sections = page.split(/^## /m).slice(1);
const citedIn = (text: string): { file: string; title: string }[] => [...text.matchAll(/^- `(test\/[^`]+)`: "(.+)"$/gm)].map(([, file = '', title = '']) => ({ file, title }));

describe('docs/guarantees.md', () => {
  it('has a test for each of the seven', () => {
    expect(sections.map((section) => [section.slice(0, 2), citedIn(section).length > 0])).to.deep.equal([1, 2, 3, 4, 5, 6, 7].map((number) => [`${number}.`, true]));
  });

  it('names tests that exist', () => {
    const gone = citedIn(page).filter(({ file, title }) => {
      const at = path.join(projectRoot, file);
      return !existsSync(at) || !readFileSync(at, 'utf8').includes(title);
    });
    expect(gone).to.deep.equal([]);
  });
});
