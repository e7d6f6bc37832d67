import { MIMEType } from 'node:util';
import { load } from 'cheerio';

/** The media type without parameters and the charset of a Content-Type; nulls where it is none. */
export const parseContentType = (value: string | null): { readonly type: string | null; readonly charset: string | null } => {
  if (value === null) return { type: null, charset: null };
  try {
    const parsed = new MIMEType(value);
    return { type: parsed.essence.toLowerCase(), charset: parsed.params.get('charset') };
  } catch {
    return { type: null, charset: null };
  }
};

/** Text of an HTML body: by its byte order mark, the header's charset, the one its first KiB declares, else Windows-1252 where it is no UTF-8. */
export const decodeHtml = (body: Buffer, headerCharset: string | null): string => {
  const marked = body[0] === 0xff && body[1] === 0xfe ? 'utf-16le' : body[0] === 0xfe && body[1] === 0xff ? 'utf-16be' : null;
  const label = marked ?? headerCharset ?? declaredCharset(body);
  if (label !== null) {
    try {
      return new TextDecoder(label).decode(body);
    } catch {
      // No such charset: as if none were told.
    }
  }
  const text = new TextDecoder('utf-8').decode(body);
  return text.includes('\ufffd') ? new TextDecoder('windows-1252').decode(body) : text;
};

const declaredCharset = (body: Buffer): string | null => {
  const head = body.subarray(0, 1024).toString('latin1');
  if (!/charset/i.test(head)) return null;
  const $ = load(head);
  return $('meta[charset]').first().attr('charset') ?? parseContentType($('meta[http-equiv="content-type" i]').first().attr('content') ?? null).charset;
};

/** The file name of a Content-Disposition (RFC 6266); `isAttachment` where it asks to be saved. */
export const parseDisposition = (value: string | null): { readonly isAttachment: boolean; readonly name: string | null } => {
  if (value === null) return { isAttachment: false, name: null };
  try {
    // Its grammar is a media type's, but for the slash.
    const { subtype, params } = new MIMEType(`x/${value}`);
    return { isAttachment: subtype === 'attachment', name: extended(params.get('filename*')) ?? params.get('filename') };
  } catch {
    return { isAttachment: /^\s{0,10}attachment/i.test(value), name: null };
  }
};

/** RFC 8187: "UTF-8''na%C3%AFve.exe". */
const extended = (value: string | null): string | null => {
  const encoded = value?.split("'")[2];
  if (encoded === undefined) return null;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
};
