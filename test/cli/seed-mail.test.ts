import { expect } from 'chai';
import { mkdirSync, writeFileSync } from 'node:fs';
import { mail, zip } from '../intake/mail/mails.ts';
import { harrier, testFolder } from './harrier.ts';

describe('harrier seed of mail', function () {
  this.timeout(60_000);
  const folder = testFolder();

  it('takes every mail of a Maildir, and says what it could not look into', async () => {
    for (const part of ['new', 'cur', 'tmp']) mkdirSync(folder.file(`Maildir/${part}`), { recursive: true });
    writeFileSync(folder.file('Maildir/new/1700000000.one'), mail({ text: 'https://one.example/a' }));
    writeFileSync(folder.file('Maildir/cur/1700000001.two:2,S'), mail({ text: 'https://two.example/b?e=jane.miller@corp.test', attached: [{ name: 'x.zip', type: 'application/zip', content: await zip({ 'a.txt': 'https://locked.example/' }, 'nobody-says') }] }));
    const ended = await harrier(['seed', folder.file('Maildir'), '--source', 'mail:abuse', '--data-dir', folder.file('data')], { cwd: folder.path });
    expect(ended.stdout).to.equal('2 new, 0 known before, 1 not taken, 1 with private parts taken out\n');
    expect(ended.stderr).to.match(/Maildir:2: an archive in the mail is locked/);
    expect(ended.code).to.equal(1);
  });

  it('says of a folder that is no Maildir what it lacks', async () => {
    mkdirSync(folder.file('plain'));
    const ended = await harrier(['seed', folder.file('plain'), '--data-dir', folder.file('data')], { cwd: folder.path });
    expect(ended.code).to.equal(2);
    expect(ended.stderr).to.match(/no Maildir \(it has neither new\/ nor cur\/\)/);
  });
});
