import { expect } from 'chai';
import { crc32, gzipSync } from 'node:zlib';
import { createRequire } from 'node:module';
import type { SevenZipModuleFactory } from '7z-wasm';
import { downloadOf } from '../../crawler/download-facts.ts';

const sevenZip = createRequire(import.meta.url)('7z-wasm') as SevenZipModuleFactory; // its types name no default for ES modules
const files = { 'invoice.pdf.exe': 'MZ'.repeat(50), 'readme.txt': 'hello' };

/** An archive of `files`, made by 7-Zip itself. */
const made = async (name: string, switches: readonly string[] = []): Promise<Buffer> => {
  const program = await sevenZip({ print: () => {}, printErr: () => {} });
  for (const [file, text] of Object.entries(files)) program.FS.writeFile(`/${file}`, text);
  try { program.callMain(['a', ...switches, `/${name}`, ...Object.keys(files).map((file) => `/${file}`)]); } catch { /* its exit code */ }
  return Buffer.from(program.FS.readFile(`/${name}`));
};

/** RAR 4 with one stored file (technote of RAR 3.93: marker, archive header, file header). */
const rar = (name: string, locked: boolean): Buffer => {
  const block = (type: number, flags: number, rest: Buffer, data = Buffer.alloc(0)): Buffer => {
    const head = Buffer.alloc(5);
    head.writeUInt8(type, 0); head.writeUInt16LE(flags, 1); head.writeUInt16LE(7 + rest.length, 3);
    const sum = Buffer.alloc(2);
    sum.writeUInt16LE(crc32(Buffer.concat([head, rest])) & 0xffff);
    return Buffer.concat([sum, head, rest, data]);
  };
  const data = Buffer.from('MZ');
  const rest = Buffer.alloc(25);
  rest.writeUInt32LE(data.length, 0); rest.writeUInt32LE(data.length, 4); rest.writeUInt8(2, 8); rest.writeUInt32LE(crc32(data), 9);
  rest.writeUInt8(20, 17); rest.writeUInt8(0x30, 18); rest.writeUInt16LE(name.length, 19);
  return Buffer.concat([Buffer.from('526172211a0700', 'hex'), block(0x73, 0, Buffer.alloc(6)), block(0x74, 0x8000 | (locked ? 4 : 0), Buffer.concat([rest, Buffer.from(name)]), data), block(0x7b, 0x4000, Buffer.alloc(0))]);
};

const archiveOf = async (body: Buffer) => (await downloadOf({ url: 'https://files.test/a', name: 'a', claimedType: null, unprompted: false }, body)).archive;

describe('the list of what an archive holds', function () {
  this.timeout(30_000);
  const names = Object.keys(files);

  it('is read of 7z, tar and tar.gz, with the format and the size that they claim', async () => {
    const tar = await made('a.tar');
    expect(await archiveOf(await made('a.7z'))).to.deep.equal({ names, encrypted: false, format: '7z', unpackedBytes: 105 });
    expect(await archiveOf(tar)).to.deep.equal({ names, encrypted: false, format: 'tar', unpackedBytes: 105 });
    expect(await archiveOf(gzipSync(tar))).to.deep.equal({ names, encrypted: false, format: 'tar.gz', unpackedBytes: 105 });
  });

  it('is read of RAR, a climbing name as it stands', async () => {
    expect(await archiveOf(rar('setup.js', false))).to.deep.include({ names: ['setup.js'], encrypted: false });
    expect((await archiveOf(rar('setup.js', true)))?.encrypted).to.equal(true);
    expect((await archiveOf(rar('..\\..\\start.lnk', false)))?.names[0]).to.match(/start\.lnk$/);
  });

  it('says that a password is needed, for the files or for the list itself', async () => {
    expect(await archiveOf(await made('a.7z', ['-pquay']))).to.include({ encrypted: true }).and.to.deep.include({ names });
    expect(await archiveOf(await made('a.7z', ['-pquay', '-mhe=on']))).to.deep.equal({ names: [], encrypted: true });
  });

  it('does not unpack a bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    expect(bomb.length).to.be.lessThan(300_000);
    expect(await archiveOf(bomb)).to.include({ format: 'gzip', encrypted: false, cut: 'it was not looked into: broken, or too large' });
  });

  it('has none of what is cut off, of a program, or of chance', async () => {
    const whole = await made('a.7z');
    expect(await archiveOf(whole.subarray(0, 100))).to.equal(null);
    expect(await archiveOf(Buffer.from('MZ'.padEnd(600, '\0')))).to.equal(null);
    expect(await archiveOf(Buffer.from('7z\xbc\xaf\x27\x1c'.padEnd(64, '\xff'), 'latin1'))).to.equal(null);
  });
});
