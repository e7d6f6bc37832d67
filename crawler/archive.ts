import { Worker } from 'node:worker_threads';
import { fromBufferPromise, type Entry } from 'yauzl';
import type { Download } from '../records/index.ts';
import { caps, cutText } from './caps.ts';

export type ArchiveListing = NonNullable<Download['archive']>;

/** MIME types by content (file-type's names) of what is worth 7-Zip's look; it would call programs archives too. */
const others = new Set(['application/x-7z-compressed', 'application/x-rar-compressed', 'application/vnd.rar', 'application/x-tar', 'application/gzip', 'application/x-gtar', 'application/x-bzip2', 'application/x-xz', 'application/zstd', 'application/vnd.ms-cab-compressed', 'application/x-ace-compressed', 'application/x-arj', 'application/x-lzh-compressed', 'application/x-apple-diskimage', 'application/vnd.ms-htmlhelp']);
const readerMs = 3000;
const unpackBytes = 64 * 1024 * 1024;

/**
 * Names inside of an archive or disk image, without unpacking it; null where the bytes are none or its directory is
 * broken. `encrypted`: some entry, or the list itself, needs a password. ZIP (and what is one: APK, JAR, DOCX) is read
 * here; 7z, RAR, tar, tar.gz, CAB, ISO and disk images by 7-Zip in a thread that ends after three seconds.
 */
export const listArchive = async (body: Buffer, detectedType: string | null): Promise<ArchiveListing | null> => {
  if (body.length >= 22 && body.readUInt16BE(0) === 0x504b) return listZip(body);
  return (detectedType !== null && others.has(detectedType)) || isDisk(body) ? listByThread(body) : null;
};

/** ISO 9660 (ECMA-119, 8.1: "CD001" in sector 16), UDF ("BEA01", ECMA-167), VHD ("conectix") and VHDX ("vhdxfile"). */
const isDisk = (body: Buffer): boolean => {
  const at = body.toString('latin1', 0x8001, 0x8006);
  return at === 'CD001' || at === 'BEA01' || body.toString('latin1', 0, 8) === 'vhdxfile' || body.toString('latin1', 0, 8) === 'conectix' || body.toString('latin1', Math.max(0, body.length - 512), Math.max(0, body.length - 504)) === 'conectix';
};

const listByThread = (body: Buffer): Promise<ArchiveListing | null> => new Promise((resolve) => {
  const thread = new Worker(new URL('archive-reader.js', import.meta.url), { workerData: { body, mostNames: caps.archiveNames, nameLength: 500, unpackBytes }, execArgv: [], env: {}, stdout: true, stderr: true, resourceLimits: { maxOldGenerationSizeMb: 256 } });
  const end = (listing: ArchiveListing | null): void => {
    clearTimeout(timer);
    thread.terminate().catch(() => {}); // it has ended
    resolve(listing);
  };
  const timer = setTimeout(end, readerMs, { names: [], encrypted: false, cut: `it could not be listed in ${readerMs} ms` });
  thread.once('message', end);
  thread.once('error', () => end(null));
  thread.once('exit', () => end(null));
});

/** `encrypted`: general purpose bit 0, APPNOTE.TXT 4.4.4. */
const listZip = async (body: Buffer): Promise<ArchiveListing | null> => {
  try {
    // Names are only shown and nothing is unpacked: a path that climbs, or sizes that lie, are evidence and no error.
    const zip = await fromBufferPromise(body, { lazyEntries: true, strictFileNames: false, decodeStrings: false, validateEntrySizes: false });
    return await new Promise<ArchiveListing>((resolve, reject) => {
      const names: string[] = [];
      let encrypted = false;
      let unpackedBytes = 0;
      zip.on('entry', (entry: Entry) => {
        encrypted ||= (entry.generalPurposeBitFlag & 1) === 1;
        unpackedBytes += entry.uncompressedSize;
        names.push(cutText(entry.fileNameRaw.toString('utf8'), 500));
        if (names.length >= caps.archiveNames) resolve({ names, encrypted, format: 'zip', unpackedBytes, ...(zip.entryCount > names.length ? { cut: `${zip.entryCount - names.length} more names were not kept` } : {}) });
        else zip.readEntry();
      });
      zip.on('end', () => resolve({ names, encrypted, format: 'zip', unpackedBytes }));
      zip.on('error', reject);
      zip.readEntry();
    });
  } catch {
    return null;
  }
};
