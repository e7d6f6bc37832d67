import { expect } from 'chai';
import { BrandScan } from '../../../classifiers/model/brand-scan.ts';
import { KnownSites, buildKnownSites } from '../../../classifiers/model/known-sites.ts';
import { UrlArtefactError, readUrlArtefact, writeUrlArtefact } from '../../../classifiers/model/url-artefact.ts';
import { measureForm } from '../../../classifiers/model/url-measures.ts';
import { loadUrlModel } from '../../../classifiers/model/url-model.ts';
import { urlTable } from '../../../classifiers/model/url-table.ts';
import { trainUrls, urlTrainingPlan } from '../../../classifiers/model/url-training.ts';
import { brands } from '../capture-builder.ts';
import { madeUpUrls } from './made-up-urls.ts';

const knownSites = buildKnownSites(new Map([['garden.test', { band: 9, kind: 'none' as const }]]));
const facts = { sites: new KnownSites(knownSites), brands, scan: new BrandScan(brands) };
const plan = { ...urlTrainingPlan, folds: 3, trees: 12, depth: 3, leastLeaf: 2, leastSources: 2 };
const rows = madeUpUrls(120);

describe('training the URL model', function () {
  this.timeout(60_000);
  const table = urlTable(rows, facts);
  const steps: number[] = [];
  const trained = trainUrls(table, plan, (done, total) => { steps.push(done / total); });
  const bytes = writeUrlArtefact({ date: '2026-11-25', knownSites, ...trained.artefact });

  it('gives the same file for the same data', () => {
    expect(writeUrlArtefact({ date: '2026-11-25', knownSites, ...trainUrls(urlTable(rows, facts), plan).artefact }).equals(bytes)).to.equal(true);
  });

  it('says how far it is, to the end', () => {
    expect(steps).to.deep.equal([...steps].sort((a, b) => a - b));
    expect(steps.at(-1)).to.equal(1);
  });

  it('ranks sources that were left out, where good and bad share more than their style', () => {
    for (const form of ['full', 'bare'] as const) {
      const { sources, average, calibrationError } = measureForm({ ...table }, trained.outOfSource, form);
      expect(average.at1e2.value).to.be.within(0, 1);
      expect(average.at1e2.low).to.be.at.most(average.at1e2.high);
      expect(calibrationError).to.be.within(0, 0.5);
      expect(sources.every(({ source }) => source.startsWith('bad-'))).to.equal(true);
    }
    const mean = (label: number): number => { const of = [...trained.outOfSource].filter((_, row) => table.labels[row] === label); return of.reduce((sum, score) => sum + score, 0) / of.length; };
    expect(mean(1) - mean(0)).to.be.greaterThan(0.3);
  });

  it('never scores a row by a model that knew its source', () => {
    // Without any other source that bears its words, a left-out source can't be told: its words are nowhere else.
    const alone = rows.map((row) => (row.source === 'bad-1' ? { ...row, malicious: false, source: 'good-1' } : row));
    const scores = trainUrls(urlTable(alone, facts), plan).outOfSource;
    const mislabelled = urlTable(alone, facts);
    const seen = [...scores].filter((_, row) => mislabelled.sourceNames[mislabelled.sources[row]!] === 'good-1' && mislabelled.kinds[row] !== 2);
    expect(seen.reduce((sum, score) => sum + score, 0) / seen.length, 'a wrong label of its own source was learnt').to.be.greaterThan(0.5);
  });

  it('comes back from its file as it was written', () => {
    const read = readUrlArtefact(bytes);
    expect(read.knownSites).to.deep.equal(knownSites);
    expect(read.tasks.url.trees).to.deep.equal(trained.artefact.tasks.url.trees);
    const model = loadUrlModel(bytes, brands);
    expect(model.date).to.equal('2026-11-25');
    for (const { url } of rows.slice(0, 50)) expect(model.score(url)).to.be.within(0, 1).and.to.equal(model.rate(url).score);
  });

  for (const [what, file] of [['no model', Buffer.from('PK something else')], ['empty', Buffer.alloc(0)], ['cut', bytes.subarray(0, 3000)], ['a broken head', Buffer.concat([bytes.subarray(0, 10), Buffer.from('x'), bytes.subarray(11)])]] as const) {
    it(`refuses a file that is ${what}, and says what to do`, () => {
      expect(() => readUrlArtefact(file)).to.throw(UrlArtefactError).with.property('message').that.matches(/harrier train urls/);
    });
  }
});
