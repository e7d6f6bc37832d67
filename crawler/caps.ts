/** The most that a capture keeps of what a page says. Bytes are UTF-16 units where text is meant. */
export const caps = {
  url: 8192,
  /** Server HTML and one frame's DOM. */
  html: 2 * 1024 * 1024,
  frames: 40,
  /** Server HTML of a frame that is not the main one. */
  frameHtml: 256 * 1024,
  frameText: 256 * 1024,
  /** DOM of all frames together. */
  allFrames: 6 * 1024 * 1024,
  forms: 100,
  fields: 500,
  formText: 1024,
  links: 1000,
  scripts: 100,
  scriptText: 256 * 1024,
  /** Text of all scripts together. */
  allScripts: 4 * 1024 * 1024,
  /** Scripts that a page made out of text, and units of one. */
  madeScripts: 100,
  madeScript: 1024 * 1024,
  wasmModules: 20,
  postData: 4096,
  hops: 60,
  behaviours: 300,
  behaviourDetail: 4096,
  dialogs: 50,
  dialogMessage: 2048,
  consoleLines: 100,
  consoleText: 1000,
  downloads: 5,
  downloadBytes: 32 * 1024 * 1024,
  archiveNames: 500,
  tlsHosts: 30,
  /** Answers whose bodies are fetched, bytes of one, and of all together. */
  bodies: 300,
  oneBody: 4 * 1024 * 1024,
  bodyBytes: 8 * 1024 * 1024,
  sockets: 50,
  /** First frames of a WebSocket in each direction, and units of one. */
  socketFrames: 5,
  socketFrame: 2048,
  workers: 50,
  cookies: 200,
  cookieValue: 1024,
  origins: 10,
  /** Entries of an origin's storage, and units of a key or value. */
  storageEntries: 100,
  storageText: 2048,
  storageNames: 50,
  errors: 50,
  /** Headers of a request beside the main document's. */
  requestHeaders: 40,
  requestHeaderValue: 1024,
  /** Icons of a page, bytes of one, and how long all may take. */
  icons: 4,
  iconBytes: 256 * 1024,
  iconsMs: 2000,
  /** CSS pixels down a page that a full screenshot goes, its pixels at most, and units of text read out of a picture, and how long that may take. */
  fullShotHeight: 8000,
  fullShotPixels: 3_000_000,
  pictureText: 8192,
  pictureTextMs: 4000,
  codes: 10,
  codeText: 4096,
  headers: 200,
  headerValue: 8192,
  /** Memory of one page's renderer. A heavy page that means well takes some 500 MiB. */
  rendererBytes: 1536 * 1024 * 1024,
} as const;

/** `text` cut to `max` units, and never through a surrogate pair. */
export const cutText = (text: string, max: number): string => {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
};

/** A list that stops growing at `max` and remembers that it did. */
export class CappedList<T> {
  readonly items: T[] = [];
  readonly max: number;
  dropped = 0;
  constructor(max: number) { this.max = max; }
  push(item: T): void {
    if (this.items.length < this.max) this.items.push(item);
    else this.dropped++;
  }
  /** A sentence for `Collected.cut`, or null where nothing was dropped. */
  cut(what: string): string | null {
    return this.dropped === 0 ? null : `${this.dropped} more ${what} were not kept`;
  }
}
