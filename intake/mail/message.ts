import PostalMime, { type Email } from 'postal-mime';
import { codesIn } from '../../crawler/code-reader.ts';
import { parseUrl } from '../../url/index.ts';
import { isGzipped, isOtherArchive, isZip, unpackGzip, unpackZip } from './archive.ts';
import { urlsInCalendar } from './calendar.ts';
import { mailCaps, wholeAllowance, type Allowance, type MailItem, type MailPlace } from './contract.ts';
import { urlsInHtml } from './html.ts';
import { passwordsIn } from './passwords.ts';
import { readPdf } from './pdf.ts';
import { urlsInText } from './text.ts';

/**
 * Where a mail leads: the URLs of its text and HTML, of attached pages, PDF files and calendar files, of codes in its
 * pictures and in those of PDF files, and of all that in attached archives, locked ones by the passwords that the text
 * gives. Each URL once. Nothing of its sender or recipients is read. What can't be looked into is an item that says so.
 */
export async function* readMail(bytes: Buffer): AsyncGenerator<MailItem> {
  if (bytes.length > mailCaps.bytes) { yield { kind: 'problem', problem: 'mail-too-large' }; return; }
  if (partsOf(bytes) > mailCaps.parts) { yield { kind: 'problem', problem: 'too-many-parts' }; return; }
  const seen = new Set<string>();
  for await (const item of itemsOf(bytes, wholeAllowance(), 0)) {
    if (item.kind === 'problem') { yield item; continue; }
    if (seen.has(item.url) || seen.size >= mailCaps.urls) continue;
    seen.add(item.url);
    yield item;
  }
}

/** Lines that begin a part: those of a boundary that some header declares (RFC 2046, 5.1.1). Counted before anything is parsed. */
const partsOf = (bytes: Buffer): number => {
  const text = bytes.toString('latin1');
  const boundaries = new Set<string>();
  for (const match of text.matchAll(/boundary\s{0,5}=\s{0,5}(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))/gi)) {
    boundaries.add(match[1] ?? match[2] ?? '');
    if (boundaries.size > mailCaps.parts) return boundaries.size;
  }
  let parts = 0;
  for (let at = text.indexOf('\n--'); at >= 0; at = text.indexOf('\n--', at + 3)) {
    const end = text.indexOf('\n', at + 1);
    if (boundaries.has(text.slice(at + 3, end < 0 ? undefined : Math.min(end, at + 300)).trimEnd())) parts += 1;
  }
  return parts;
};

async function* itemsOf(bytes: Buffer, allowance: Allowance, archiveDepth: number): AsyncGenerator<MailItem> {
  let mail: Email;
  try {
    mail = await PostalMime.parse(bytes, { maxNestingDepth: mailCaps.depth, maxRfc822NestingDepth: mailCaps.depth });
  } catch (error) {
    yield { kind: 'problem', problem: /depth/i.test(error instanceof Error ? error.message : '') ? 'nested-too-deep' : 'broken-mail' };
    return;
  }
  const text = mail.text ?? '';
  const html = mail.html ?? '';
  yield* found(urlsInText(text), 'text');
  yield* found(urlsInHtml(html), 'html');
  const passwords = passwordsIn(`${mail.subject ?? ''}\n${text}\n${html.replace(/<[^>]{0,2000}>/g, ' ')}`);
  for (const { filename, mimeType, content, rfc822DepthExceeded } of mail.attachments) {
    if (rfc822DepthExceeded === true) { yield { kind: 'problem', problem: 'nested-too-deep' }; continue; }
    yield* fileItems(filename ?? '', mimeType, typeof content === 'string' ? Buffer.from(content) : Buffer.from(content as ArrayBuffer), passwords, allowance, archiveDepth); // "arraybuffer" is how it was asked for
  }
}

const found = (urls: readonly string[], place: MailPlace): MailItem[] => urls.map((url) => ({ kind: 'url', url, place }));

/** One attached file, by what it holds: names and types are the sender's to choose. */
async function* fileItems(name: string, mimeType: string, content: Buffer, passwords: readonly string[], allowance: Allowance, depth: number): AsyncGenerator<MailItem> {
  const head = content.subarray(0, 2048).toString('latin1');
  if (content.length === 0) return;
  if (head.includes('%PDF-')) {
    const { urls, pictures, isLocked } = readPdf(content, allowance);
    if (isLocked && urls.length === 0) yield { kind: 'problem', problem: 'pdf-locked' };
    yield* found(urls, 'pdf');
    for (const picture of pictures) yield* codeItems(picture, allowance);
  } else if (isZip(content)) {
    if (depth >= mailCaps.archiveDepth) yield { kind: 'problem', problem: 'nested-too-deep' };
    else for await (const file of unpackZip(content, passwords, allowance)) yield* 'problem' in file ? [{ kind: 'problem', problem: file.problem } as const] : fileItems(file.name, '', file.content, passwords, allowance, depth + 1);
  } else if (isGzipped(content)) {
    const file = unpackGzip(content, name, allowance);
    yield* 'problem' in file || depth >= mailCaps.archiveDepth ? [{ kind: 'problem', problem: 'problem' in file ? file.problem : 'nested-too-deep' } as const] : fileItems(file.name, '', file.content, passwords, allowance, depth + 1);
  } else if (isOtherArchive(content)) {
    yield { kind: 'problem', problem: 'archive-unsupported' };
  } else if (/^(?:\xff\xd8\xff|\x89PNG|GIF8|BM|RIFF)/.test(head) || (mimeType.startsWith('image/') && mimeType !== 'image/svg+xml')) {
    yield* codeItems(content, allowance);
  } else if (/^\s*BEGIN:VCALENDAR/i.test(head) || mimeType === 'text/calendar' || /\.ics$/i.test(name)) {
    yield* found(urlsInCalendar(content.toString('utf8')), 'calendar');
  } else if (/<(?:html|body|script|form|svg|meta|a)\b/i.test(head) || mimeType === 'text/html' || /\.(?:s?html?|xhtml|svg|hta)$/i.test(name)) {
    yield* found(urlsInHtml(textOf(content)), 'attached-html');
  } else if (mimeType === 'message/rfc822' || /\.eml$/i.test(name)) {
    if (depth >= mailCaps.archiveDepth) yield { kind: 'problem', problem: 'nested-too-deep' };
    else yield* itemsOf(content, allowance, depth + 1);
  } else if (!head.includes('\0')) {
    yield* found(urlsInText(content.toString('utf8')), 'text-file');
  }
}

const textOf = (content: Buffer): string => (content[0] === 0xff && content[1] === 0xfe ? content.toString('utf16le') : content.toString('utf8'));

async function* codeItems(picture: Uint8Array, allowance: Allowance): AsyncGenerator<MailItem> {
  if (picture.length > mailCaps.pictureBytes) return;
  if (allowance.pictures <= 0) { yield { kind: 'problem', problem: 'too-many-pictures' }; return; }
  allowance.pictures -= 1;
  for (const { text } of await codesIn(picture, 'attachment')) {
    const urls = urlsInText(text);
    yield* found(urls.length > 0 ? urls : /^[\w-]+(?:\.[\w-]+)+(?:[/?#]|$)/.test(text) && parseUrl(text).ok ? [text] : [], 'qr-code');
  }
}
