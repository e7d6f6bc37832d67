import { createHash } from 'node:crypto';
import { collected, failed, partNames, skipped, type Capture, type CaptureParts } from '../../records/index.ts';

/** A capture with every part in some state; `parts` and the head fields given replace its own. */
export const captureWith = ({ parts, ...head }: Partial<Omit<Capture, 'parts'>> & { readonly parts?: Partial<CaptureParts> } = {}): Capture => ({
  v: 1, urlKey: 'Zk3xQ0vJ5n2mB8cR1tYw-A', url: 'https://login.shop.test/a?b=1', finalUrl: 'https://login.shop.test/in',
  lane: 'render', profile: 'desktop', startedAtMs: 1_780_000_000_000, elapsedMs: 812, outcome: 'visited', failure: null,
  parts: {
    ...Object.fromEntries(partNames.map((name) => [name, skipped('not part of this test')])) as CaptureParts, // every part name, each skipped
    redirects: collected([{ from: 'https://login.shop.test/a?b=1', to: 'https://login.shop.test/in', by: 'http', status: 302, atMs: 12 }]),
    response: collected({ status: 200, headers: [['content-type', 'text/html'], ['set-cookie', 'a=1'], ['set-cookie', 'b=2']], contentType: 'text/html', bodyBytes: 4000 }),
    html: collected(longText('html'), 'cut at 4 kB'),
    frames: collected([{ url: 'https://login.shop.test/in', parent: null, title: 'Sign in', dom: longText('dom'), text: 'Sign in' }]),
    requests: collected([{ url: 'https://login.shop.test/in', method: 'GET', type: 'document', status: 200, mimeType: 'text/html', bytes: 4000, frameUrl: null, postData: null, failure: null, atMs: 1.5 }]),
    forms: collected([{ frameUrl: 'https://login.shop.test/in', action: null, method: 'post', loose: true, text: 'Password', fields: [{ type: 'password', name: 'p', label: 'Password', autocomplete: '', purpose: 'password', visible: true }] }]),
    links: collected([{ href: 'https://shop.test/', text: 'Shop' }]),
    scripts: collected([{ url: null, kind: 'inline', sha256: 'ab', bytes: 3000, text: longText('script') }]),
    behaviour: collected([]),
    dialogs: skipped('no browser'),
    downloads: collected([{ url: 'https://login.shop.test/x.zip', name: '../../etc/passwd', claimedType: null, detectedType: 'application/zip', bytes: 4096, sha256: 'cd', archive: { names: ['a.exe'], encrypted: true }, unprompted: true, body: noise('download', 4096) }]),
    tls: failed('no handshake was seen'),
    connections: collected([]),
    console: collected([{ level: 'error', text: 'x' }]),
    screenshot: collected({ type: 'image/jpeg', width: 1280, height: 720, body: noise('screenshot', 20_000) }),
    ...parts,
  },
  ...head,
});

/** 4,000 characters that compress. */
export const longText = (seed: string): string => `<p>${seed} ß 漢 😀</p>`.repeat(1000).slice(0, 4000);

/** Bytes that don't compress, the same for the same seed. */
export const noise = (seed: string, bytes: number): Uint8Array<ArrayBuffer> => {
  const blocks = Array.from({ length: Math.ceil(bytes / 32) }, (_, index) => createHash('sha256').update(`${seed}${index}`).digest());
  return Uint8Array.from(Buffer.concat(blocks).subarray(0, bytes));
};
