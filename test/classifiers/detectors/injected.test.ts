import { injected } from '../../../classifiers/detectors/injected.ts';
import { describeDetector } from './table.ts';

const article = `<h1>News</h1>${'<p>garden beds in spring want water and care every day</p>'.repeat(12)}<img src="/a.png"><img src="/b.png">`;
const unseen = (src: string): string => `<iframe src="${src}" width="0" height="0" frameborder="0"></iframe>`;
const encoded = [...unseen('https://in.other.test/x')].map((character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');

describeDetector(injected, [
  { page: 'a tag manager\'s frame', raises: [], sketch: { body: `${article}<noscript>${unseen('https://www.googletagmanager.com/ns.html?id=GTM-1')}</noscript>` } },
  { page: 'an unseen frame of its own', raises: [], sketch: { body: `${article}${unseen('https://pages.example.test/session')}` } },
  { page: 'a frame of another owner to look at', raises: [], sketch: { body: `${article}<iframe src="https://maps.other.test/" width="600" height="400"></iframe>` } },
  { page: 'one unseen frame inside of an article', raises: [], sketch: { body: `${article}${unseen('https://count.other.test/')}` } },
  { page: 'a menu that is moved off the page for screen readers', raises: [], sketch: { body: `${article}<div style="position:absolute;left:-9999px"><a href="/a">a</a><a href="https://pages.example.test/b">b</a></div>` } },
  { page: 'a frame after the end', raises: ['frame-outside'], sketch: { body: `${article}</body></html>${unseen('https://in.other.test/x')}` } },
  { page: 'nothing but a frame', raises: ['frame-alone'], sketch: { body: unseen('https://in.other.test/x') } },
  { page: 'nothing but a script that writes one', raises: ['frame-alone', 'frame-written'], sketch: { scripts: [`document.write('${unseen('https://in.other.test/x')}')`] } },
  { page: 'frames of three owners', raises: ['frame-many'], sketch: { body: `${article}${unseen('https://a.one.test/')}${unseen('https://b.two.test/')}${unseen('https://c.three.test/')}` } },
  { page: 'a frame out of escapes', raises: ['frame-hidden-code', 'frame-written'], sketch: { body: article, scripts: [`document.write(unescape("${encoded}"))`] } },
  { page: 'a frame that opens a document', raises: ['frame-file'], sketch: { body: `${article}${unseen('https://in.other.test/cache/doc.pdf')}` } },
  { page: 'a host in escapes', raises: ['frame-disguised'], sketch: { body: `${article}<script src="http://%69%6e%2e%6f%74%68%65%72%2e%74%65%73%74/a.js"></script>` } },
  { page: 'links that nobody sees', raises: ['hidden-links'], sketch: { body: `${article}<div style="position:absolute;left:-9999px">${['one', 'two', 'three', 'four', 'five'].map((name) => `<a href="https://pills.${name}.test/">${name}</a>`).join('')}</div>` } },
  { page: 'a redirect of search visitors', raises: ['search-visitors-sent'], sketch: { body: article, scripts: ['if (document.referrer.indexOf("google") > 0) { window.location.href = "https://shop.other.test/" }'] } },
]);
