import { fromBufferPromise, type Entry } from 'yauzl';
import { caps, cutText } from './caps.ts';

export interface ArchiveListing { readonly names: string[]; readonly encrypted: boolean }

/**
 * Names inside of a ZIP (and of what is one: APK, JAR, DOCX), without unpacking anything; null where the
 * bytes are none or its directory is broken. `encrypted`: some entry needs a password (general purpose bit 0,
 * APPNOTE.TXT 4.4.4).
 */
export const listArchive = async (body: Buffer): Promise<ArchiveListing | null> => {
  if (body.length < 22 || body.readUInt16BE(0) !== 0x504b) return null;
  try {
    // Names are only shown and nothing is unpacked: a path that climbs, or sizes that lie, are evidence and no error.
    const zip = await fromBufferPromise(body, { lazyEntries: true, strictFileNames: false, decodeStrings: false, validateEntrySizes: false });
    return await new Promise<ArchiveListing>((resolve, reject) => {
      const names: string[] = [];
      let encrypted = false;
      zip.on('entry', (entry: Entry) => {
        encrypted ||= (entry.generalPurposeBitFlag & 1) === 1;
        names.push(cutText(entry.fileNameRaw.toString('utf8'), 500));
        if (names.length >= caps.archiveNames) resolve({ names, encrypted });
        else zip.readEntry();
      });
      zip.on('end', () => resolve({ names, encrypted }));
      zip.on('error', reject);
      zip.readEntry();
    });
  } catch {
    return null;
  }
};
