import type { Page } from 'playwright';

/** Text whose contrast with what is behind it is under 4.5 to 1 (WCAG 2.2, 1.4.3), with the ratio. */
export const faintTexts = (page: Page): Promise<string[]> => page.evaluate(`(() => {
  const channel = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255);
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const behind = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const [r, g, b, alpha = 1] = parse(getComputedStyle(at).backgroundColor);
      if (alpha === 1) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.data.trim() === '' || !element.checkVisibility() || element.closest('noscript, .skip') !== null) continue;
    const [low, high] = [luminance(parse(getComputedStyle(element).color)), luminance(behind(element))].sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) faint.push(ratio.toFixed(2) + ' ' + element.className + ': ' + node.data.trim().slice(0, 40));
  }
  return faint;
})()`);

/** How far the page is wider than its window, in CSS pixels. */
export const overflowPx = (page: Page): Promise<number> => page.evaluate('Math.max(0, document.documentElement.scrollWidth - innerWidth)');

/** Elements and links that no hostile text may become. */
export const foreignElements = (page: Page): Promise<string[]> => page.evaluate(`[
  ...document.querySelectorAll('main :is(script, iframe, frame, object, embed, style, link, base, svg, math, video, audio, meta, area), [style*="url("]'),
  ...[...document.querySelectorAll('a[href]')].filter((link) => !/^(#|\\/v1\\/)/.test(link.getAttribute('href'))),
  ...[...document.querySelectorAll('img')].filter((image) => !/^(harrier\\.svg$|\\/v1\\/captures\\/)/.test(image.getAttribute('src'))),
  ...[...document.querySelectorAll('*')].filter((element) => [...element.attributes].some(({ name }) => name.startsWith('on'))),
].map((element) => element.outerHTML.slice(0, 200))`);

/** Characters in the page's text that hide or reorder others. */
export const hiddenCharacters = (page: Page): Promise<string[]> => page.evaluate(`[...new Set(document.querySelector('main').textContent.match(/[\\u0000-\\u0008\\u001b\\u200b-\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]/g) ?? [])].map((character) => character.codePointAt(0).toString(16))`);

/** What has the focus: its text or label. */
export const focused = (page: Page): Promise<string> => page.evaluate(`(document.activeElement?.id || document.activeElement?.textContent?.trim() || document.activeElement?.tagName || '')`);
