/**
 * The spelling of URLs in reports that keeps mail readers from making links of them, there and back.
 * Only readers of lists and reports refang; `parseUrl` never does: "[.]" in a URL is no dot.
 */

/** Where scheme and host end. */
const headOf = (url: string): number => {
  const scheme = url.indexOf('://');
  const end = url.slice(scheme < 0 ? 0 : scheme + 3).search(/[/?#]/);
  return end < 0 ? url.length : end + (scheme < 0 ? 0 : scheme + 3);
};

/** @example defang('https://a.example/b.html') // hxxps://a[.]example/b.html */
export const defang = (url: string): string => {
  const end = headOf(url);
  return url.slice(0, end).replace(/^http/i, 'hxxp').replaceAll('.', '[.]') + url.slice(end);
};

const fangs: readonly (readonly [RegExp, string])[] = [
  [/^\s*h[xt]{2}p(s?)(?=\s?(?:\[:|\[?:\/|:\[|__))/i, 'http$1'],
  [/^(https?)\s?(?:\[:\/\/\]|\[:\]\/\/|:\[\/\/\]|:\/\/|__)/i, '$1://'],
  [/\s?(?:\[\.\]|\(\.\)|\{\.\}|\[\.|\[dot\]|\(dot\)|\{dot\}|\\\.)\s?/gi, '.'],
  [/\[:\]/g, ':'],
];
const looksDefanged = /^\s*hxxp|[[({](?:\.|dot|:)|\\\./i;

/**
 * The URL that a defanged one stands for; text that is not defanged before its path stays as it is.
 *
 * @example refang('hxxps[:]//a[.]example/b') // https://a.example/b
 */
export const refang = (text: string): string => {
  if (!looksDefanged.test(text.slice(0, headOf(text)))) return text;
  return fangs.reduce((url, [fang, plain]) => url.replace(fang, plain), text);
};
