import { Parser } from 'htmlparser2';
import { urlsInScript, urlsInText } from './text.ts';

/** Attributes that lead a reader somewhere. Pictures and style sheets do not: they are asked of senders' trackers. */
const leading: Readonly<Record<string, string>> = { a: 'href', area: 'href', form: 'action', iframe: 'src', frame: 'src', button: 'formaction', input: 'formaction', embed: 'src', object: 'data' };

/** Where a mail's HTML, or a page that is attached to it, leads: links, forms, frames, refreshes, scripts. In order, each once. */
export const urlsInHtml = (html: string): string[] => {
  const found = new Set<string>();
  let base: string | null = null;
  let inScript = false;
  let text = '';
  const take = (address: string): void => {
    const trimmed = address.trim();
    if (/^https?:/i.test(trimmed)) found.add(trimmed);
    else if (/^\/\/[^/]/.test(trimmed)) found.add(`https:${trimmed}`);
    else if (base !== null && trimmed !== '' && !/^[a-z][a-z0-9+.-]*:|^#/i.test(trimmed) && URL.canParse(trimmed, base)) found.add(new URL(trimmed, base).href);
  };
  const parser = new Parser({
    onopentag: (name, attributes) => {
      inScript = name === 'script';
      if (name === 'base' && attributes['href'] !== undefined && URL.canParse(attributes['href'])) base = attributes['href'];
      const address = attributes[leading[name] ?? ''];
      if (address !== undefined) take(address);
      if (name === 'meta' && attributes['http-equiv']?.toLowerCase() === 'refresh') take(/url\s{0,5}=\s{0,5}["']?([^"'\s>]{1,4096})/i.exec(attributes['content'] ?? '')?.[1] ?? '');
      for (const [event, code] of Object.entries(attributes)) if (event.startsWith('on')) for (const url of urlsInScript(code)) found.add(url);
    },
    ontext: (piece) => {
      if (inScript) for (const url of urlsInScript(piece)) found.add(url);
      else text += piece;
    },
    onclosetag: (name) => { if (name === 'script') inScript = false; },
  }, { decodeEntities: true });
  parser.write(html);
  parser.end();
  for (const url of urlsInText(text)) found.add(url);
  return [...found];
};
