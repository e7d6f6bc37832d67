import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { commands } from '../../cli/commands.ts';
import { harrier, linesOf, testFolder } from './harrier.ts';

describe('the command line', () => {
  const folder = testFolder();

  it('lists every command in its help, and says its version', async () => {
    const [help, version] = await Promise.all([harrier(['--help'], { cwd: folder.path }), harrier(['--version'], { cwd: folder.path })]);
    expect(help.code).to.equal(0);
    for (const { name } of commands) expect(help.stdout).to.match(new RegExp(`^ {2}${name} `, 'm'));
    expect(version).to.include({ code: 0, stderr: '' });
    expect(version.stdout).to.match(/^\d+\.\d+\.\d+\n$/);
  });

  it('ends with 2, naming it, for a command, an option or a choice that there is none of, and for no command', async () => {
    const [command, option, choice, missing, none] = await Promise.all([['scna'], ['rate', '--jsno'], ['export', 'pdf'], ['seed'], []].map((args) => harrier(args, { cwd: folder.path })));
    for (const run of [command, option, choice, missing, none]) expect(run).to.include({ code: 2, stdout: '' });
    expect(command?.stderr).to.include("'scna'").and.to.include('scan');
    expect(option?.stderr).to.include("'--jsno'");
    expect(choice?.stderr).to.include("'pdf'").and.to.include('hosts');
    expect(missing?.stderr).to.include("'file'");
    expect(none?.stderr).to.include('Usage: harrier');
  });

  it('tells all three mistakes of a settings file at once, with line and what is right, and one of the environment', async () => {
    writeFileSync(folder.file('wrong.yaml'), 'logLevel: loud\nredisURL: redis://127.0.0.1\nport: 99999\n');
    const { code, stdout, stderr } = await harrier(['lookup', 'http://a.test/', '--config', 'wrong.yaml'], { cwd: folder.path, env: { HARRIER_VISIT_MS: 'soon' } });
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
    expect(linesOf(stderr)).to.have.length(5);
    expect(stderr).to.include('4 settings are wrong')
      .and.to.match(/wrong\.yaml:1: logLevel: must be one of .*"loud"/)
      .and.to.match(/wrong\.yaml:2: redisURL: .*"redisUrl"/)
      .and.to.match(/wrong\.yaml:3: port: must be at most 65535/)
      .and.to.match(/HARRIER_VISIT_MS: .*"soon"/);
  });

  it('names a file of the user that is missing, no JSON, or of another form, and what is wrong in it', async () => {
    writeFileSync(folder.file('broken.json'), '{"brands": [');
    writeFileSync(folder.file('other.json'), '{"brands": [{"name": "Acorn Bank", "domains": ["https://acorn.test/"]}]}');
    const [settings, missing, broken, other] = await Promise.all([['--config', 'none.yaml'], ['--brands', 'none.json'], ['--brands', 'broken.json'], ['--brands', 'other.json']]
      .map((args) => harrier(['rate', 'http://a.test/', ...args], { cwd: folder.path })));
    for (const run of [settings, missing, broken, other]) expect(run).to.include({ code: 2, stdout: '' });
    expect(settings?.stderr).to.match(/none\.yaml .*ENOENT/);
    expect(missing?.stderr).to.match(/none\.json .*ENOENT/);
    expect(broken?.stderr).to.match(/broken\.json is no JSON/);
    expect(other?.stderr).to.match(/other\.json .*\n {2}brands\.0\.domains\.0: must be a host name/);
  });

  it('says that nothing can be written where standard output is on a full disk', async function () {
    if (process.platform !== 'linux') this.skip();
    const { spawnSync } = await import('node:child_process');
    const { openSync } = await import('node:fs');
    const run = spawnSync(process.execPath, [new URL('../../bin/harrier.js', import.meta.url).pathname, 'rate', '--json', 'http://a.test/'], { cwd: folder.path, stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'], encoding: 'utf8' });
    expect(run.status).to.equal(3);
    expect(run.stderr).to.match(/standard output can't be written \(ENOSPC\)/);
  });
});
