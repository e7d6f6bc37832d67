import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader, configure, type Entry, type FileEntry } from '@zip.js/zip.js';
import { gunzipSync } from 'node:zlib';
import type { SourceProblem } from '../sources/contract.ts';
import { mailCaps, type Allowance } from './contract.ts';

// In this thread, by Node's own streams.
configure({ useWebWorkers: false });

/** A file out of an archive, or why one is not to be had. */
export type Unpacked = { readonly name: string; readonly content: Buffer } | { readonly problem: SourceProblem };

export const isZip = (content: Buffer): boolean => content.length > 22 && content.readUInt32BE(0) === 0x504b0304;
/** RAR, 7-Zip, CAB, ISO 9660: told, and not unpacked. */
export const isOtherArchive = (content: Buffer): boolean =>
  content.subarray(0, 4).toString('latin1') === 'Rar!' || content.subarray(0, 6).equals(Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c])) || content.subarray(0, 4).toString('latin1') === 'MSCF' || content.subarray(0x8001, 0x8006).toString('latin1') === 'CD001';

/** Files of a ZIP, those that are locked by the first of the passwords that opens them (ZipCrypto and AES). */
export async function* unpackZip(content: Buffer, passwords: readonly string[], allowance: Allowance): AsyncGenerator<Unpacked> {
  const zip = new ZipReader(new Uint8ArrayReader(content), { useWebWorkers: false });
  let works: string | null = null;
  let files = 0;
  try {
    for await (const entry of zip.getEntriesGenerator()) {
      if (entry.directory) continue;
      files += 1;
      if (files > mailCaps.archiveFiles) { yield { problem: 'archive-too-large' }; return; }
      if (entry.uncompressedSize > allowance.unpackedBytes) { yield { problem: 'archive-too-large' }; continue; }
      if (!entry.encrypted) {
        yield await unpacked(entry, null, allowance) ?? { problem: 'archive-broken' };
        continue;
      }
      let opened: Unpacked | null = null;
      const tries: readonly string[] = works === null ? passwords : [works];
      for (const password of tries) {
        opened = await unpacked(entry, password, allowance);
        if (opened !== null) { works = password; break; }
      }
      yield opened ?? { problem: 'archive-locked' };
    }
  } catch {
    yield { problem: 'archive-broken' };
  } finally {
    await zip.close().catch(() => undefined); // nothing is held open by bytes in memory
  }
}

const unpacked = async (entry: Entry, password: string | null, allowance: Allowance): Promise<Unpacked | null> => {
  const stop = new AbortController();
  try {
    const content = await (entry as FileEntry).getData(new Uint8ArrayWriter(), { // no directory: the caller looked
      ...(password === null ? {} : { password }), checkSignature: true, signal: stop.signal, useWebWorkers: false,
      // A size that lies: what comes out is counted as well.
      onprogress: (done) => { if (done > allowance.unpackedBytes) stop.abort(); return undefined; },
    });
    allowance.unpackedBytes -= content.length;
    return { name: entry.filename.slice(0, 500), content: Buffer.from(content) };
  } catch {
    return null;
  }
};

export const isGzipped = (content: Buffer): boolean => content[0] === 0x1f && content[1] === 0x8b;

export const unpackGzip = (content: Buffer, name: string, allowance: Allowance): Unpacked => {
  try {
    const plain = gunzipSync(content, { maxOutputLength: Math.max(1, allowance.unpackedBytes) });
    allowance.unpackedBytes -= plain.length;
    return { name: name.replace(/\.gz$/i, ''), content: plain };
  } catch (error) {
    return { problem: (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'archive-too-large' : 'archive-broken' };
  }
};
