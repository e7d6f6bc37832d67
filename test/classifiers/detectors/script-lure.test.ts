import { scriptLure } from '../../../classifiers/detectors/script-lure.ts';
import { behaviourOf } from '../capture-builder.ts';
import { describeDetector } from './table.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describeDetector(scriptLure, [
  { page: 'a packed library', raises: [], sketch: { body: 'x', scripts: ['eval(function(p,a,c,k,e,d){return p}("0 1",2,2,"a|b".split("|")))'] } },
  { page: 'a page with much content that tests its browser', raises: [], sketch: { body: Array.from({ length: 90 }, () => 'word').join(' '), scripts: ['if (/Mobile/.test(navigator.userAgent)) location.href = "/m"'] } },
  { page: 'a pixel of a network that serves everybody', raises: [], sketch: { body: '<iframe src="https://www.googletagmanager.com/ns.html" width="0" height="0" style="display:none"></iframe>' } },
  { page: 'news that asks to send notifications', raises: [], sketch: { body: 'Today in town', behaviour: [behaviourOf('notification-request')] } },
  { page: 'a photographer\'s page without a menu', raises: [], sketch: { body: 'Portfolio', behaviour: [behaviourOf('contextmenu-blocked')] } },
  { page: 'hidden code that is run', raises: ['hidden-code-run'], sketch: { scripts: [`eval(atob("${base64('console.log(1234567890)')}"))`] } },
  { page: 'a hidden page', raises: ['hidden-code-run', 'hidden-page'], sketch: { scripts: [`document.write(unescape("${encodeURIComponent('<html><body><form action=x>').replace(/[a-z]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}"))`] } },
  { page: 'a hidden login', raises: ['hidden-code-run', 'hidden-login'], sketch: { scripts: [`document.write(atob("${base64('<form><input type="password" name="p"></form>')}"))`] } },
  { page: 'machine code', raises: ['shellcode'], sketch: { scripts: ['var s = unescape("%u9090%u9090%u4343");'] } },
  { page: 'a dropper', raises: ['object-dropper'], sketch: { scripts: ['var x = new ActiveXObject("Microsoft.XMLHTTP"); var s = new ActiveXObject("ADODB.Stream"); s.SaveToFile("a.exe"); sh.ShellExecute("a.exe")'] } },
  { page: 'a frame of a stranger that nobody can see', raises: ['hidden-frame'], sketch: { body: '<iframe src="https://stranger.test/x" width="1" height="1"></iframe>' } },
  { page: 'a script of escapes', raises: ['heavy-escapes'], sketch: { scripts: [`var a = "${'\\x41\\x42'.repeat(300)}";`] } },
  { page: 'a page that swallows menu and keys', raises: ['blocks-inspection'], sketch: { body: 'x', behaviour: [behaviourOf('contextmenu-blocked'), behaviourOf('key-blocked', 'F12')] } },
  { page: 'a page that stops debuggers', raises: ['debugger-trap'], sketch: { body: 'x', behaviour: [behaviourOf('debugger-trap')] } },
  { page: 'an empty page that waits for a mouse', raises: ['environment-gate'], sketch: { body: 'Loading', scripts: ['if (!navigator.webdriver) document.addEventListener("mousemove", () => { location.replace("/in") })'] } },
  { page: 'a page that says to press Allow', raises: ['notification-lure'], sketch: { body: 'Click Allow to prove that you are not a robot', behaviour: [behaviourOf('notification-request')] } },
]);
