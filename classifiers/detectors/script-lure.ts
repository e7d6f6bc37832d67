import { asksOf } from '../asks.ts';
import { defineDetector, quoted } from '../finding.ts';
import { hostOf, sameParty } from '../hosts.ts';
import { isBelow, sharedNetworks } from '../rules/parties.ts';
import { unpack } from '../unpack.ts';
import { inWords } from '../words.ts';

/** How a page's code behaves towards who looks at it: hidden code, hidden pages, old exploits, nagging, and tests of its visitor. */
const signals = {
  'hidden-code-run': 'A script unpacks code from text that hides it, and runs it.',
  'hidden-page': 'A script unpacks a whole form or page from text that hides it, and writes it.',
  'hidden-login': 'A script unpacks a password field from text that hides it.',
  'shellcode': 'A script carries machine code as escaped text, and sprays or pads with it.',
  'object-dropper': 'A script has a system object fetch a file, save it and start it.',
  'vulnerable-object': 'A page makes objects of several plug-ins that are known for their holes, from code that hides itself.',
  'hidden-frame': 'A frame of another owner is made too small to see or moved out of sight.',
  'heavy-escapes': 'A large share of an inline script is escaped characters.',
  'blocks-inspection': 'The page swallows the keys and the menu that open developer tools.',
  'debugger-trap': 'The page stops whoever looks at it with a debugger.',
  'environment-gate': 'A page with little content tests what kind of browser visits it.',
  'notification-lure': 'The page asks to send notifications unasked, and says to press Allow to go on.',
} as const;

const minWordsOfContent = 60;

export const scriptLure = defineDetector<keyof typeof signals>({
  name: 'script-lure',
  needs: ['scripts', 'behaviour', 'html', 'frames'],
  signals,
  detect(subject, report) {
    const { page, text } = subject;
    for (const [index, script] of page.scripts.entries()) {
      const at = { part: 'scripts', at: `script ${index}${script.url === null ? '' : `, ${script.url}`}` } as const;
      const code = script.text;
      if (isSpray(code)) report('shellcode', { ...at, threat: 'drive-by', says: 'A script carries machine code as escaped text and fills memory with it.' });
      const hidden = unpack(code);
      const all = `${code}\n${hidden}`;
      if (/ADODB\.Stream|Scripting\.FileSystemObject/i.test(all) && /XMLHTTP|WinHttp|URLDownloadToFile/i.test(all) && /SaveToFile|Shell\.Application|WScript\.Shell|\.Run\s{0,3}\(|ShellExecute/i.test(all)) {
        report('object-dropper', { ...at, threat: 'drive-by', says: 'A script has system objects fetch a file, save it and start it.' });
      }
      const objects = new Set([...all.matchAll(pluginHoles)].slice(0, 100).map(([name]) => name.toLowerCase()));
      const hides = runsHidden.exec(code.slice(0, 100_000))?.[0];
      if (objects.size >= 2 && (hides !== undefined || isSpray(all))) report('vulnerable-object', { ...at, threat: 'drive-by', says: `A script that hides its code reaches for plug-ins known for their holes: ${[...objects].slice(0, 4).join(', ')}.` });
      if (script.kind === 'external' && script.bytes > 100_000) continue;
      if (hides !== undefined) {
        report('hidden-code-run', { ...at, threat: null, says: `A script unpacks and runs hidden code: ${quoted(hides, 60)}.` });
        if (/type\s{0,3}=\s{0,3}\\?["']?password/i.test(hidden)) report('hidden-login', { ...at, threat: 'phishing', says: 'A script unpacks a password field from text that hides it.' });
        else if (/<form\b|<html\b|<iframe\b|<body\b/i.test(hidden)) report('hidden-page', { ...at, threat: null, says: 'A script unpacks a page, form or frame from text that hides it.' });
      }
      if (script.kind !== 'external' && code.length > 1500 && escapedShare(code) > 0.5) report('heavy-escapes', { ...at, threat: null, says: `More than half of an inline script is escaped characters: ${quoted(code, 60)}.` });
    }
    const blocked = new Set(page.behaviour.map(({ kind }) => kind));
    if (blocked.has('contextmenu-blocked') && blocked.has('key-blocked')) report('blocks-inspection', { threat: null, part: 'behaviour', at: 'contextmenu-blocked, key-blocked', says: 'The page swallows the menu and the keys that open developer tools.' });
    if (blocked.has('debugger-trap')) report('debugger-trap', { threat: null, part: 'behaviour', at: 'debugger-trap', says: 'The page stops whoever opens it in a debugger.' });
    if (testsVisitor(page.behaviour.map(({ kind }) => kind), page.scripts.filter(({ kind }) => kind !== 'external').map((script) => script.text)) && page.wordCount < minWordsOfContent && asksOf(subject).length === 0) {
      report('environment-gate', { threat: null, part: 'behaviour', at: 'environment-test', says: 'A page with little content tests what kind of browser visits it.' });
    }
    const notification = page.behaviour.find(({ kind, unprompted }) => kind === 'notification-request' && unprompted);
    const allow = allowWords.exec(text)?.[0];
    if (allow !== undefined && (notification !== undefined || page.scripts.some((script) => script.kind !== 'external' && /Notification\s{0,3}\.\s{0,3}requestPermission/.test(script.text)))) {
      report('notification-lure', { threat: 'unwanted', part: 'behaviour', at: notification?.detail ?? 'Notification.requestPermission', says: `The page asks to send notifications and says ${quoted(allow, 60)}.` });
    }
    for (const document of page.documents) {
      for (const frame of document.hiddenFrames) {
        const host = hostOf(URL.canParse(frame, document.url) ? new URL(frame, document.url).href : frame);
        if (host === null || sameParty(host, subject.final.host, subject.brands) || isBelow(host, sharedNetworks) || subject.brands.ownerOf(host) !== null) continue;
        report('hidden-frame', { threat: 'drive-by', part: subject.capture.lane === 'render' ? 'frames' : 'html', at: frame, says: `A frame of ${host} is made too small to see or moved out of sight.` });
      }
    }
  },
});

const runsHidden = /\beval\s{0,3}\(\s{0,3}(?:atob|unescape|decodeURIComponent|String\.fromCharCode|window\.atob)\s{0,3}\(|\b(?:new\s{1,3})?Function\s{0,3}\(\s{0,3}(?:atob|unescape|decodeURIComponent)\s{0,3}\(|document\s{0,3}(?:\.\s{0,3}write(?:ln)?|\[["']write["']\])\s{0,3}\(\s{0,3}(?:window\.)?(?:unescape|atob|decodeURIComponent|decodeURI)\s{0,3}\(|\.innerHTML\s{0,3}=\s{0,3}(?:window\.)?(?:atob|unescape|decodeURIComponent)\s{0,3}\(|\beval\s{0,3}\(\s{0,3}[a-z_$]{1,12}\s{0,3}\)[^;]{0,40};[^]{0,2000}?(?:fromCharCode|unescape\()|(?:fromCharCode|unescape\s{0,3}\()[^]{0,2000}?\beval\s{0,3}\(\s{0,3}[\w$]{1,20}\s{0,3}\)|unescape\s{0,3}\([^]{0,200}?\)[^]{0,200}?document\s{0,3}\.\s{0,3}write/;

/** %u-escaped words in a row with code that multiplies text, or the well-known slides. */
const isSpray = (code: string): boolean => slide.test(code) || (/(?:%u[0-9a-f]{4}){8}/i.test(code) && /\b(?:while|for)\s{0,3}\([^;)]{0,80}(?:length|<)/.test(code) && /0x[0-9a-f]{5,6}|\.substring\s{0,3}\(|new\s{1,5}Array/i.test(code));
const slide = /(?:%u(?:9090|0c0c|0d0d|4141)){2}|(?:\\u(?:9090|0c0c|0d0d)){2}/i;

const pluginHoles = /\b(?:CollectEmailInfo|getIcon|printf\s{0,3}\(\s{0,3}["'][^"']{0,10}%45000|newPlayer|AcroPDF|PDF\.PdfCtrl|ShockwaveFlash\.ShockwaveFlash|JavaWebStart|javaws|deployJava|RDS\.DataSpace|BD96C556|MDAC|msxml2|snpvw\.Snapshot|ADODB\.Stream|WebViewFolderIcon|DirectAnimation|createControlRange|OWC10\.Spreadsheet|QuickTime\.QuickTime|AgControl\.AgControl|application\/x-java-applet|hcp:\/\/|BAADF00D)/gi;

const escapedShare = (code: string): number => {
  const sample = code.slice(0, 60_000);
  const escaped = sample.match(/\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|%u?[0-9a-f]{2,4}/gi)?.reduce((sum, { length }) => sum + length, 0) ?? 0;
  return escaped / sample.length;
};

/** Whether code looks at who visits: seen by the browser, or two different tests in the page's own scripts. */
export const testsVisitor = (kinds: readonly string[], code: readonly string[]): boolean => {
  if (kinds.filter((kind) => kind === 'environment-test').length >= 2) return true;
  const text = code.join('\n').slice(0, 300_000);
  return visitorTests.filter((pattern) => pattern.test(text)).length >= (kinds.includes('environment-test') ? 1 : 2)
    || (visitorTests.some((pattern) => pattern.test(text)) && /location\s{0,3}(?:\.\s{0,3}(?:href|replace|assign)|=)|innerHTML|document\.write|appendChild|\.hidden\s{0,3}=|style\.display/.test(text));
};
const visitorTests: readonly RegExp[] = [
  /navigator\s{0,3}\.\s{0,3}userAgent|navigator\[["']userAgent/, /document\s{0,3}\.\s{0,3}referrer/, /maxTouchPoints|ontouchstart/, /navigator\s{0,3}\.\s{0,3}webdriver|__nightmare|callPhantom|HeadlessChrome/,
  /addEventListener\s{0,3}\(\s{0,3}["'`](?:mousemove|touchstart|scroll|pointermove|keydown)["'`]|\bonmousemove\b/, /navigator\s{0,3}\.\s{0,3}languages?\b/, /\.getTimezoneOffset|resolvedOptions\s{0,3}\(\s{0,3}\)\s{0,3}\.\s{0,3}timeZone/, /screen\s{0,3}\.\s{0,3}(?:width|availWidth)|outerWidth/, /hardwareConcurrency|deviceMemory|WEBGL_debug_renderer_info/, /document\s{0,3}\.\s{0,3}cookie\s{0,3}(?:\.\s{0,3}(?:indexOf|includes)|={2,3})/,
];
const allowWords = inWords(/\b(?:click|press|tap|hit|push|klicken sie|cliquez|haga clic|pulse|clicca|clique)\b[^.!?]{0,25}["'«“]?\b(?:allow|zulassen|autoriser|permitir|consenti)\b/);
