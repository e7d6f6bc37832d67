import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openEvidence } from '../../evidence/store.ts';
import { captureKeyOf, readCaptureKey } from '../../evidence/capture-key.ts';
import { encode } from '../../evidence/encoding.ts';
import { writeWhole } from '../../evidence/files.ts';
import { pack } from '../../evidence/manifest.ts';
import { EvidenceDamaged, EvidenceError } from '../../evidence/errors.ts';
import { blobPath, capturePath, layoutOf } from '../../evidence/layout.ts';
import { sha256Of } from '../../evidence/blobs.ts';
import { collected, partNames, skipped } from '../../records/index.ts';
import { captureWith, longText, noise } from './capture.ts';
import type { CaptureKey } from '../../evidence/contract.ts';

const startedAtMs = 1_780_000_000_000;
const hourMs = 3_600_000;

describe('evidence', () => {
  let dir: string;
  beforeEach(() => { dir = mkdtempSync(path.join(tmpdir(), 'harrier-evidence-')); });
  afterEach(() => { rmSync(dir, { recursive: true, force: true }); });

  const filesIn = (folder: string): string[] =>
    existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)) : [];
  const blobs = (): string[] => filesIn(path.join(dir, 'blobs'));
  const thrownBy = async (work: Promise<unknown>): Promise<unknown> => work.then(() => null, (error: unknown) => error);

  it('gives back a capture of every part as it was put, bytes included', async () => {
    const evidence = openEvidence({ dir });
    const capture = captureWith();
    const key = await evidence.put(capture);
    expect(readCaptureKey(key)).to.equal(key);
    expect(await openEvidence({ dir }).get(key)).to.deep.equal(capture);
  });

  it('reads a capture that is older than some parts, and says so of each', async () => {
    const { parts, ...head } = JSON.parse(Buffer.from(pack(captureWith()).manifest).toString()) as { parts: Record<string, unknown>; startedAtMs: number };
    const { bodies: _, cookies: __, ...older } = parts;
    const manifest = Buffer.from(JSON.stringify({ ...head, parts: older }));
    const evidence = openEvidence({ dir });
    await evidence.put(captureWith()); // its blobs
    const key = captureKeyOf(head.startedAtMs, manifest);
    await writeWhole(layoutOf(dir), capturePath(layoutOf(dir), key), await encode(manifest), head.startedAtMs);
    const read = await evidence.get(key);
    expect(read?.parts.cookies).to.deep.equal(skipped('the capture is older than this part'));
    expect(read?.parts.html.state).to.equal('collected');
  });

  it('gives back texts that no UTF-8 can hold, and texts that look like references', async () => {
    const evidence = openEvidence({ dir });
    const texts = [`${longText('a')}\uD800`, '\uDC00', JSON.stringify({ $blob: 'a'.repeat(64), as: 'utf8', bytes: 1 }), '\u0000'.repeat(5000), ''];
    const capture = captureWith({ parts: { console: collected(texts.map((text) => ({ level: 'log', text }))) } });
    expect(await evidence.get(await evidence.put(capture))).to.deep.equal(capture);
  });

  it('keeps long texts and bodies out of the manifest, and short texts in it', async () => {
    const evidence = openEvidence({ dir });
    await evidence.put(captureWith({ parts: { html: collected('short'), frames: skipped(''), scripts: skipped('') } }));
    expect(blobs().map((file) => path.basename(file)).sort()).to.deep.equal([noise('download', 4096), noise('screenshot', 20_000)].map(sha256Of).sort());
  });

  it('stores the same body once over all captures', async () => {
    const evidence = openEvidence({ dir });
    await evidence.put(captureWith());
    const before = blobs();
    await evidence.put(captureWith({ urlKey: 'another', startedAtMs: startedAtMs + 1 }));
    expect(blobs()).to.deep.equal(before);
    expect(filesIn(path.join(dir, 'captures'))).to.have.length(2);
  });

  it('compresses what shrinks and leaves what does not', async () => {
    await openEvidence({ dir }).put(captureWith());
    const bytesOnDisk = (content: Uint8Array): number => statSync(blobPath(layoutOf(dir), sha256Of(content))).size;
    expect(bytesOnDisk(Buffer.from(longText('html')))).to.be.lessThan(300);
    expect(bytesOnDisk(noise('screenshot', 20_000))).to.equal(20_001);
  });

  it('answers the same key for the same capture', async () => {
    const evidence = openEvidence({ dir });
    expect(await evidence.put(captureWith())).to.equal(await evidence.put(captureWith()));
  });

  it('takes many puts of the same bodies at once', async () => {
    const evidence = openEvidence({ dir });
    const captures = Array.from({ length: 40 }, (_, index) => captureWith({ startedAtMs: startedAtMs + (index % 20) }));
    const keys = await Promise.all(captures.map((capture) => evidence.put(capture)));
    for (const [index, key] of keys.entries()) expect(await evidence.get(key)).to.deep.equal(captures[index]);
    expect(filesIn(path.join(dir, 'tmp'))).to.deep.equal([]);
  });

  it('answers null for a key that is unknown or none, and reads no path from it', async () => {
    const evidence = openEvidence({ dir });
    const key = await evidence.put(captureWith());
    writeFileSync(path.join(dir, 'captures', 'loose'), readFileSync(capturePath(layoutOf(dir), key)));
    for (const text of ['../../etc/passwd', '', '0'.repeat(9), `${'0'.repeat(9)}-${'a'.repeat(22)}`, `${'0'.repeat(9)}-../../../../../../../a`, 'loose', `${key}/`, `${key}\0`]) {
      // What a client may send in place of a key.
      expect(await evidence.get(text as CaptureKey), text).to.be.null;
    }
  });

  it('does not read the blobs of parts that are not asked for', async () => {
    const evidence = openEvidence({ dir });
    const key = await evidence.put(captureWith());
    rmSync(path.join(dir, 'blobs'), { recursive: true });
    const heavy = ['html', 'frames', 'scripts', 'downloads', 'screenshot'] as const;
    const light = await evidence.get(key, { without: heavy });
    for (const part of partNames) {
      expect(light?.parts[part], part).to.deep.equal((heavy as readonly string[]).includes(part) ? skipped('not asked for') : captureWith().parts[part]);
    }
  });

  for (const [what, harm] of [
    ['changed', (file: string) => { const content = readFileSync(file); content[content.length - 1] = (content[content.length - 1] ?? 0) ^ 1; writeFileSync(file, content); }],
    ['cut', (file: string) => { writeFileSync(file, readFileSync(file).subarray(0, 100)); }],
    ['empty', (file: string) => { writeFileSync(file, ''); }],
    ['missing', (file: string) => { rmSync(file); }],
  ] as const) {
    it(`names key and part where a blob is ${what}`, async () => {
      const evidence = openEvidence({ dir });
      const key = await evidence.put(captureWith());
      harm(blobPath(layoutOf(dir), sha256Of(noise('screenshot', 20_000))));
      const error = await thrownBy(evidence.get(key));
      expect(error).to.be.instanceOf(EvidenceDamaged).and.to.include({ key, part: 'screenshot' });
    });
  }

  it('says so where a manifest is not the one that was put', async () => {
    const evidence = openEvidence({ dir });
    const [key, other] = [await evidence.put(captureWith()), await evidence.put(captureWith({ elapsedMs: 1 }))];
    writeFileSync(capturePath(layoutOf(dir), key), readFileSync(capturePath(layoutOf(dir), other)));
    expect(await thrownBy(evidence.get(key))).to.be.instanceOf(EvidenceDamaged).and.to.include({ key, part: 'manifest' });
  });

  it('does not inflate a blob beyond the bytes that were put', async () => {
    const evidence = openEvidence({ dir });
    const key = await evidence.put(captureWith());
    const { encode } = await import('../../evidence/encoding.ts');
    writeFileSync(blobPath(layoutOf(dir), sha256Of(Buffer.from(longText('html')))), await encode(new Uint8Array(100_000_000)));
    expect(await thrownBy(evidence.get(key))).to.be.instanceOf(EvidenceDamaged).and.to.include({ part: 'html' });
  });

  it('lists the captures of a URL, newest first, and only its own', async () => {
    const evidence = openEvidence({ dir });
    const keys: CaptureKey[] = [];
    for (const offset of [0, 2 * hourMs, hourMs]) keys.push(await evidence.put(captureWith({ urlKey: 'Zk-one', startedAtMs: startedAtMs + offset })));
    await evidence.put(captureWith({ urlKey: 'Zk-one2' }));
    expect(await evidence.keysOf('Zk-one')).to.deep.equal([keys[1], keys[2], keys[0]]);
    expect(await evidence.keysOf('Zk-one', 1)).to.deep.equal([keys[1]]);
    for (const unknown of ['Zk-none', '../captures', '', 'Zk-one\0']) expect(await evidence.keysOf(unknown)).to.deep.equal([]);
  });

  it('refuses what is no capture before anything is written', async () => {
    const evidence = openEvidence({ dir });
    for (const capture of [captureWith({ elapsedMs: Number.NaN }), captureWith({ urlKey: '../../x' }), captureWith({ urlKey: '' })]) {
      expect(await thrownBy(evidence.put(capture))).to.be.instanceOf(EvidenceError).and.to.include({ code: 'unfit' });
    }
    expect(filesIn(dir)).to.deep.equal([]);
  });

  it('says what to do when the disk is full, and shows nothing of the capture', async function () {
    const small = path.join(dir, 'small');
    const evidence = openEvidence({ dir: small });
    await evidence.put(captureWith());
    rmSync(small, { recursive: true });
    writeFileSync(path.join(dir, 'script.sh'), `set -e; mkdir -p "$1"; mount -t tmpfs -o size=256k none "$1"`);
    if (spawnSync('sh', [path.join(dir, 'script.sh'), small]).status !== 0) this.skip(); // Only root may mount a small disk.
    try {
      const error = await thrownBy(evidence.put(captureWith({ parts: { screenshot: collected({ type: 'image/jpeg', width: 1, height: 1, body: noise('large', 400_000) }) } })));
      expect(error).to.be.instanceOf(EvidenceError).and.to.include({ code: 'disk-full' });
      expect(error).to.have.property('message').that.matches(/make room/).and.includes(small);
      expect(filesIn(path.join(small, 'tmp'))).to.deep.equal([]);
      expect(await evidence.keysOf(captureWith().urlKey)).to.deep.equal([]);
    } finally {
      spawnSync('umount', [small]);
    }
  });

  it('says which folder cannot be written', async () => {
    writeFileSync(path.join(dir, 'file'), '');
    const error = await thrownBy(openEvidence({ dir: path.join(dir, 'file') }).put(captureWith()));
    expect(error).to.be.instanceOf(EvidenceError).and.to.include({ code: 'not-writable' });
  });

  describe('retention', () => {
    const putAt = (offsetMs: number, body: string, urlKey = 'Zk-one') => openEvidence({ dir }).put(captureWith({
      urlKey, startedAtMs: startedAtMs + offsetMs, parts: { downloads: skipped(''), html: skipped(''), frames: skipped(''), scripts: skipped(''), screenshot: collected({ type: 'image/jpeg', width: 1, height: 1, body: noise(body, 10_000) }) },
    }));
    const all = { maxAgeMs: Number.MAX_SAFE_INTEGER, maxBytes: Number.MAX_SAFE_INTEGER };

    it('deletes what is too old and keeps a body that a newer capture refers to', async () => {
      const evidence = openEvidence({ dir });
      const old = await putAt(0, 'shared');
      const alone = await putAt(1, 'alone');
      const young = await putAt(10 * hourMs, 'shared');
      const swept = await evidence.sweep({ ...all, maxAgeMs: 5 * hourMs }, startedAtMs + 11 * hourMs);
      expect(swept.deleted).to.equal(2);
      expect(await Promise.all([old, alone].map((key) => evidence.get(key)))).to.deep.equal([null, null]);
      expect((await evidence.get(young))?.parts.screenshot).to.deep.equal(collected({ type: 'image/jpeg', width: 1, height: 1, body: noise('shared', 10_000) }));
      expect(blobs()).to.have.length(1);
      expect(await evidence.keysOf('Zk-one')).to.deep.equal([young]);
    });

    it('keeps a body whose captures were put out of order', async () => {
      const young = await putAt(10 * hourMs, 'shared');
      await putAt(0, 'shared');
      await openEvidence({ dir }).sweep({ ...all, maxAgeMs: 5 * hourMs }, startedAtMs + 11 * hourMs);
      expect(await openEvidence({ dir }).get(young)).to.not.be.null;
    });

    it('deletes the oldest until the rest fits', async () => {
      const keys: CaptureKey[] = [];
      for (const hour of [0, 1, 2, 3, 4]) keys.push(await putAt(hour * hourMs, `body ${hour}`));
      const evidence = openEvidence({ dir });
      const swept = await evidence.sweep({ ...all, maxBytes: 35_000 }, startedAtMs + 9 * hourMs);
      expect(swept.deleted).to.equal(2);
      expect(swept.bytes).to.be.within(30_000, 35_000);
      expect(await evidence.keysOf('Zk-one')).to.deep.equal([keys[4], keys[3], keys[2]]);
    });

    it('touches nothing while everything fits', async () => {
      await putAt(0, 'a');
      expect(await openEvidence({ dir }).sweep(all, startedAtMs + 9 * hourMs)).to.include({ deleted: 0 });
    });

    it('never deletes captures of the last ten minutes', async () => {
      const key = await putAt(0, 'a');
      expect(await openEvidence({ dir }).sweep({ maxAgeMs: 0, maxBytes: 0 }, startedAtMs + 60_000)).to.include({ deleted: 0 });
      expect(await openEvidence({ dir }).get(key)).to.not.be.null;
    });

    it('keeps what is put while it sweeps, though the same bodies were about to go', async () => {
      const evidence = openEvidence({ dir });
      const bodies = Array.from({ length: 12 }, (_, index) => `body ${index}`);
      for (const body of bodies) await putAt(0, body);
      let isPutting = true;
      const sweeping = (async () => { while (isPutting) await evidence.sweep({ ...all, maxAgeMs: 5 * hourMs }, startedAtMs + 11 * hourMs); })();
      const keys = await Promise.all(bodies.map((body) => putAt(10 * hourMs, body)));
      isPutting = false;
      await sweeping;
      for (const key of keys) expect((await evidence.get(key))?.parts.screenshot.state).to.equal('collected');
    });

    it('leaves an empty store empty', async () => {
      expect(await openEvidence({ dir }).sweep(all, startedAtMs)).to.deep.equal({ deleted: 0, bytes: 0 });
    });
  });
});
