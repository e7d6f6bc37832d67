/**
 * HTML without what is only weight: comments, bodies of scripts, styles and drawings, inline data, runs of
 * white space; then cut to `maxChars`, three quarters from the head and one from the tail. Scripts are a part
 * of the capture of their own. Linear in the input, whatever is left unclosed.
 */
export const withoutPadding = (html: string, maxChars = 1_500_000): string => {
  const light = withoutSpans(html.slice(0, maxInputChars))
    .replace(/data:[a-z/+.-]{1,60};base64,[A-Za-z0-9+/=]{200,}/g, 'data:,')
    .replace(/\s{3,}/g, ' ');
  return light.length <= maxChars ? light : `${light.slice(0, maxChars * 0.75)} ${light.slice(-maxChars * 0.25)}`;
};

const maxInputChars = 16_000_000;

const closings = { '<!--': /-->/g, '<script': /<\/script/gi, '<style': /<\/style/gi } as const;

/** A comment goes whole; a script or style keeps its tags and loses its body. */
const withoutSpans = (html: string): string => {
  const opening = /<!--|<(?:script|style)\b/gi;
  const kept: string[] = [];
  const unclosed = new Set<string>();
  let from = 0;
  let tagEnd = -1;
  for (let match = opening.exec(html); match !== null; match = opening.exec(html)) {
    const kind = match[0].toLowerCase() as keyof typeof closings; // the three alternatives of `opening`
    if (unclosed.has(kind)) continue;
    let keepUntil = match.index;
    if (kind !== '<!--') {
      if (tagEnd < match.index) tagEnd = html.indexOf('>', match.index);
      if (tagEnd === -1) break;
      keepUntil = tagEnd + 1;
    }
    const close = closings[kind];
    close.lastIndex = Math.max(keepUntil, opening.lastIndex);
    const end = close.exec(html);
    if (end === null) {
      unclosed.add(kind);
      continue;
    }
    kept.push(html.slice(from, keepUntil));
    from = kind === '<!--' ? close.lastIndex : end.index;
    opening.lastIndex = from;
  }
  kept.push(html.slice(from));
  return kept.join('');
};

/** Elements that are not counted: they hold nothing, or end by themselves where the next one begins. */
const flat = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr', 'p', 'li', 'td', 'tr', 'th', 'dt', 'dd', 'option', 'optgroup', 'thead', 'tbody', 'tfoot', 'colgroup']);

/**
 * HTML whose tags beyond `maxDepth` open ones are left out, their text kept. Parsers need time by the square of the
 * depth (measured: 10,000 deep 0.2 s, 100,000 deep over a minute); no page that a person reads is that deep. Linear.
 */
export const withoutDepth = (html: string, maxDepth = 600): string => {
  const tag = /<(\/?)([a-z][a-z0-9-]{0,40})/gi;
  const kept: string[] = [];
  let from = 0;
  let depth = 0;
  for (let match = tag.exec(html); match !== null; match = tag.exec(html)) {
    const [, slash, name = ''] = match;
    if (flat.has(name.toLowerCase())) continue;
    depth = slash === '/' ? Math.max(0, depth - 1) : depth + 1;
    if (depth < maxDepth) continue;
    kept.push(html.slice(from, match.index));
    const end = html.indexOf('>', match.index);
    from = end === -1 ? html.length : end + 1;
    tag.lastIndex = from;
  }
  if (from === 0) return html;
  kept.push(html.slice(from));
  return kept.join('');
};
