import { refang } from '../../url/index.ts';

// The end is bounded, and no two parts of the pattern share a character.
const urlLike = /(?:h(?:tt|xx)ps?(?::\/\/|\[:\]\/\/|:\[\/\/\])|www\.)[^\s<>"'`{}|\\^\x00-\x1f\x7f]{3,4096}/gi; // eslint-disable-line no-control-regex -- no URL holds them
const longestText = 5_000_000;
const mostUrls = 2000;

/** URLs that stand in text, as a mail program would make links of them: with a scheme or "www.", without the punctuation that follows. */
export const urlsInText = (text: string): string[] => {
  const found = new Set<string>();
  for (const [match] of text.slice(0, longestText).matchAll(urlLike)) {
    found.add(refang(withoutEnd(match)));
    if (found.size >= mostUrls) break;
  }
  return [...found];
};

const withoutEnd = (match: string): string => {
  let end = match.length;
  for (; end > 0; end -= 1) {
    const last = match.charAt(end - 1);
    if (/[.,;:!?*_~…»”’]/.test(last)) continue;
    if (last === ')' || last === ']') {
      const open = last === ')' ? '(' : '[';
      const body = match.slice(0, end - 1);
      if (body.split(open).length > body.split(last).length) break;
      continue;
    }
    break;
  }
  return match.slice(0, end);
};

const literal = /["'`]([A-Za-z0-9+/]{16,8192}={0,2})["'`]/g;

/** URLs that a script names, or hides in base64 or percent escapes as attached pages do. */
export const urlsInScript = (script: string): string[] => {
  const text = script.slice(0, longestText).replaceAll('\\/', '/');
  const hidden = [...text.matchAll(literal)].slice(0, 200).map(([, run = '']) => Buffer.from(run, 'base64').toString('latin1')).filter((plain) => /https?:|www\.|href|action/i.test(plain));
  const escaped = /(?:%[0-9a-f]{2}){8}/i.test(text) ? [text.replace(/%([0-9a-f]{2})/gi, (_, pair: string) => String.fromCharCode(Number.parseInt(pair, 16)))] : [];
  return [...new Set([text, ...hidden, ...escaped].flatMap(urlsInText))];
};
