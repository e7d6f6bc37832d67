import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Worker as Thread } from 'node:worker_threads';
import { createWorker, OEM, type Worker } from 'tesseract.js';
import type { PictureText } from '../records/index.ts';
import { caps, cutText } from './caps.ts';

/**
 * Text in pictures, by Tesseract in WebAssembly in a thread of its own: one for the whole process, made when it is first
 * needed, so that pictures are read one after the other. It holds no process alive. English letters, which is to say
 * Latin ones without most accents.
 */
const language = 'eng';
/** "best_int" of the language package: integers, half as slow as the float model, and nearer to it than the fast one. */
const dataFolder = (): string => join(dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng')), '4.0.0_best_int');

let reader: Promise<Worker> | null = null;
let line: Promise<unknown> = Promise.resolve();
let waiting = 0;
/** Beyond this many pictures in line, the next one is not worth the wait. */
const mostWaiting = 3;

const open = async (): Promise<Worker> => {
  const worker = await createWorker(language, OEM.LSTM_ONLY, { langPath: dataFolder(), cacheMethod: 'none', gzip: true, errorHandler: () => {} });
  (worker as unknown as { worker: Thread }).worker.unref(); // a thread of Node, which the package's types leave out
  return worker;
};

/** What stands in a JPEG or PNG; null where nothing does, or where it took more than `ms` from now or too many wait. */
export const textIn = async (picture: Uint8Array, seenIn: string, ms: number): Promise<PictureText | null> => {
  if (waiting >= mostWaiting) return null;
  waiting += 1;
  const endsAt = performance.now() + ms;
  const read = line.then(async (): Promise<PictureText | null> => {
    if (performance.now() > endsAt) return null;
    const worker = await (reader ??= open());
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => { timer = setTimeout(resolve, Math.max(1, endsAt - performance.now()), null); });
    const told = await Promise.race([worker.recognize(Buffer.from(picture)).catch(() => null), late]);
    clearTimeout(timer);
    if (told === null) {
      // It reads on, or is broken: the next picture gets a new one.
      reader = null;
      worker.terminate().catch(() => {}); // gone either way
      return null;
    }
    const text = told.data.text.replace(/[^\S\n]+/g, ' ').replace(/\n{2,}/g, '\n').trim();
    return text.length < 4 || told.data.confidence < 30 ? null : { text: cutText(text, caps.pictureText), confidence: Math.round(told.data.confidence), languages: [language], seenIn };
  });
  line = read.catch(() => { reader = null; });
  try {
    return await read;
  } finally {
    waiting -= 1;
  }
};
