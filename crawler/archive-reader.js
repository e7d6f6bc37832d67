/*
 * Lists an archive inside of a worker thread: 7-Zip in WebAssembly, which nothing of a hostile file reaches out of, and
 * whose owner (archive.ts) ends it when it takes too long. Plain JavaScript, because a thread starts without a loader.
 * Posts { names, encrypted, format, unpackedBytes, cut }, or null where 7-Zip knows no such archive. Nothing is unpacked
 * but the gzip around a tar, up to `unpackBytes`.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import sevenZip from '7z-wasm';

const { body, mostNames, nameLength, unpackBytes } = workerData;
const maxLines = 400_000;

const linesOf = async (bytes) => {
  const lines = [];
  const print = (line) => { if (lines.length < maxLines) lines.push(line); };
  const program = await sevenZip({ print, printErr: print });
  const file = program.FS.open('/file', 'w+');
  program.FS.write(file, bytes, 0, bytes.length);
  program.FS.close(file);
  // "-p" with nothing: an archive that asks for a password is refused, and nobody is asked.
  try { program.callMain(['l', '-slt', '-p', '-y', '-bd', '/file']); } catch { /* its exit code; what it printed tells */ }
  return lines;
};

/** "Path = a/b" lines in blocks, the archive's own before the line of ten dashes. */
const list = async (bytes) => {
  const lines = await linesOf(bytes);
  const border = lines.indexOf('----------');
  if (border < 0) return lines.some((line) => line.includes('Cannot open encrypted archive')) ? { names: [], encrypted: true } : null;
  const valueOf = (line, name) => (line.startsWith(`${name} = `) ? line.slice(name.length + 3) : null);
  const formats = lines.slice(0, border).map((line) => valueOf(line, 'Type')).filter((type) => type !== null);
  const names = [];
  let count = 0;
  let encrypted = false;
  let unpackedBytes = 0;
  for (const line of lines.slice(border)) {
    const path = valueOf(line, 'Path');
    if (path !== null && ++count <= mostNames) names.push(path.slice(0, nameLength));
    if (line === 'Encrypted = +') encrypted = true;
    unpackedBytes += Number(valueOf(line, 'Size') ?? 0) || 0;
  }
  return { names, encrypted, format: formats[0]?.toLowerCase().slice(0, 20), unpackedBytes, ...(count > names.length || lines.length >= maxLines ? { cut: `more than ${mostNames} names were not kept` } : {}) };
};

const read = async () => {
  const outer = await list(body);
  if (outer === null || !/^gzip$/.test(outer.format ?? '')) return outer;
  try {
    const inner = gunzipSync(body, { maxOutputLength: unpackBytes });
    // "ustar" at 257: POSIX.1-1988 and GNU.
    if (inner.toString('latin1', 257, 262) !== 'ustar') return outer;
    return { ...(await list(inner)) ?? outer, format: 'tar.gz' };
  } catch {
    return { ...outer, cut: 'it was not looked into: broken, or too large' };
  }
};

parentPort.postMessage(await read());
