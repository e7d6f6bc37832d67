import { expect } from 'chai';
import { SettingsError, loadSettings, type SettingSources } from '../../config/load.ts';

const nothing: SettingSources = { flags: {}, env: {}, file: null };

describe('loading settings', () => {
  it('lets a flag beat the environment, that the file, that the default', () => {
    const file = { name: 'harrier.yaml', text: 'port: 1\nhost: from-file\ndwellMs: 7\n' };
    const settings = loadSettings({ flags: { port: '3' }, env: { HARRIER_PORT: '2', HARRIER_HOST: 'from-env' }, file });
    expect(settings.port).to.equal(3);
    expect(settings.host).to.equal('from-env');
    expect(settings.dwellMs).to.equal(7);
    expect(settings.leaseMs).to.equal(120_000);
  });

  it('takes an empty string as unset and "off" as null', () => {
    expect(loadSettings({ ...nothing, env: { HARRIER_PORT: '' } }).port).to.equal(8400);
    expect(loadSettings({ ...nothing, env: { HARRIER_UPSTREAM_PROXY: 'off' } }).upstreamProxy).to.equal(null);
  });

  it('keeps text that looks like a number as text where text is asked for', () => {
    expect(loadSettings({ ...nothing, env: { HARRIER_API_KEY: '1234567890123456' } }).apiKey).to.equal('1234567890123456');
  });

  it('reports three mistakes together, each with its file and line', () => {
    const file = { name: 'harrier.yaml', text: 'port: many\n# a comment\nrender_concurency: 4\nlogLevel: loud\n' };
    expect(() => loadSettings({ ...nothing, file })).to.throw(SettingsError).with.property('problems').that.satisfies((problems: string[]) =>
      problems.length === 3
      && problems.some((problem) => problem.startsWith('harrier.yaml:1: port: must be a number'))
      && problems.some((problem) => problem.startsWith('harrier.yaml:3: render_concurency: there is no such setting (is "renderConcurrency" meant?)'))
      && problems.some((problem) => problem.startsWith('harrier.yaml:4: logLevel: must be one of')));
  });

  it('names the line of a file that is no YAML', () => {
    const file = { name: 'harrier.yaml', text: 'port: 1\nhost: [unclosed\n' };
    expect(() => loadSettings({ ...nothing, file })).to.throw(SettingsError, /harrier\.yaml:\d/);
  });

  it('names the variable of a wrong environment', () => {
    expect(() => loadSettings({ ...nothing, env: { REDIS_URL: 'localhost' } })).to.throw(SettingsError, 'REDIS_URL: must start with redis://');
  });
});
