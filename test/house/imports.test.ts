import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { projectRoot, sourceFiles } from './source-files.ts';

/**
 * Who may import whom: the table of docs/architecture.md. A row is a folder, or a file or sub-folder that has
 * rules of its own; the longest row that fits a file is its row.
 */
const allowed: Readonly<Record<string, readonly string[] | 'everything'>> = {
  'url': [],
  'records': ['url'],
  'config': ['records', 'url'],
  'evidence': ['records', 'url'],
  'queues': ['records', 'url'],
  'reputation': ['records', 'url'],
  'correlation': ['records', 'url'],
  'crawler': ['queues', 'evidence', 'records', 'url'],
  'classifiers': ['records', 'url'],
  'classifiers/worker.ts': ['queues', 'evidence', 'reputation', 'records', 'url'],
  'intake': ['queues', 'reputation', 'crawler/code-reader.ts', 'records', 'url'],
  'api': ['reputation', 'evidence', 'queues', 'correlation', 'intake/door.ts', 'records', 'url'],
  'client': ['reputation/safebrowsing/rice.ts', 'url'],
  'console': [],
  'fixtures': ['records', 'url'],
  'cli': 'everything',
  'bin': ['cli'],
  'bench': 'everything',
  'test': 'everything',
};

const rowOf = (file: string): string | undefined =>
  Object.keys(allowed).filter((row) => file === row || file.startsWith(`${row}/`)).sort((a, b) => b.length - a.length)[0];

/** Files that each source file imports from the project, as paths from its root. */
const importsOf = (file: string): string[] =>
  ts.preProcessFile(readFileSync(path.join(projectRoot, file), 'utf8'), true, true).importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => path.relative(projectRoot, path.resolve(projectRoot, path.dirname(file), name)));

describe('who imports whom', () => {
  const files = sourceFiles().filter((file) => rowOf(file) !== undefined);

  it('finds the sources', () => {
    expect(files.length).to.be.greaterThan(50);
  });

  for (const row of Object.keys(allowed)) {
    it(`keeps ${row} to ${allowed[row] === 'everything' ? 'what it likes' : ['itself', ...(allowed[row] ?? [])].join(', ')}`, () => {
      const rule = allowed[row];
      if (rule === 'everything' || rule === undefined) return;
      const own = row.split('/')[0] ?? row;
      const wrong = files.filter((file) => rowOf(file) === row).flatMap((file) =>
        importsOf(file)
          .filter((target) => ![own, ...rule].some((may) => target === may || target.startsWith(`${may}/`)))
          .map((target) => `${file} imports ${target}`));
      expect(wrong).to.deep.equal([]);
    });
  }

  it('lets only cli, bin, bench and test read the environment or the arguments', () => {
    const wrong = files.filter((file) => !/^(cli|bin|bench|test)\//.test(file))
      .filter((file) => /process\.(env|argv)\b/.test(readFileSync(path.join(projectRoot, file), 'utf8')));
    expect(wrong).to.deep.equal([]);
  });
});
