import { expect } from 'chai';
import { part, render, startLab, type Lab } from './lab.ts';

/** A page that calls `show()` once its visitor did something, or some time went by. */
const gates: readonly (readonly [what: string, script: string])[] = [
  ['the mouse moves', `let n = 0; addEventListener('mousemove', () => { if (++n > 6) show() })`],
  ['the mouse moves, heard by a handler', `let n = 0; document.onmousemove = () => { if (++n > 6) show() }`],
  ['the page is scrolled to its end', `document.body.style.height = '4000px'; addEventListener('scroll', () => { if (scrollY + innerHeight > 3500) show() })`],
  ['a key is pressed', `document.addEventListener('keydown', (event) => { if (event.isTrusted) show() })`],
  ['somewhere is clicked', `document.addEventListener('click', show)`],
  ['a question is agreed to', `setTimeout(() => { if (confirm('Continue?')) show() }, 50)`],
  ['notifications are allowed', `Notification.requestPermission().then((answer) => { if (answer === 'granted') show() })`],
  ['the place is told', `navigator.geolocation.getCurrentPosition(show)`],
  ['12 seconds went by', `setTimeout(show, 12000)`],
  ['the clock says that 20 seconds went by', `const began = Date.now(); setInterval(() => { if (Date.now() - began > 20000) show() }, 1000)`],
  ['a refresh comes after 15 seconds', `document.head.insertAdjacentHTML('beforeend', '<meta http-equiv=refresh content="15;url=/login">')`],
  ['it was stored that the page was seen', `if (localStorage.seen) show(); else localStorage.seen = 1`],
  ['a cookie says that the page was seen', `if (document.cookie.includes('seen=1')) show(); else document.cookie = 'seen=1'`],
  ['a button is held', `add('<button id=gate>Press and hold</button>'); let timer; gate.onmousedown = () => { timer = setTimeout(show, 4000) }; gate.onmouseup = () => clearTimeout(timer)`],
  ['a slider is slid', `add('<p>Slide to continue</p><input id=gate type=range value=0 class=slider style="width:300px">'); gate.oninput = () => { if (+gate.value > 90) show() }`],
  ['a box says that nobody is a robot', `add('<label><input id=gate type=checkbox> I am not a robot</label>'); gate.onchange = () => setTimeout(show, 2500)`],
  ['a countdown lets the button go', `add('<button id=gate disabled>Wait</button>'); let left = 15; const timer = setInterval(() => { left--; if (left <= 0) { clearInterval(timer); gate.disabled = false; gate.textContent = 'Continue'; gate.onclick = show } }, 1000)`],
  ['the consent banner is agreed to', `add('<div style="position:fixed;inset:0;background:#fff">We use cookies. <a href="/privacy">Privacy</a> <button>Settings</button> <button id=gate>Accept all</button></div>'); gate.onclick = show`],
  ['the mouse moves as a hand does', `let points = []; addEventListener('mousemove', (event) => {
    points.push(event);
    const slopes = new Set(points.slice(1).map((at, i) => Math.round(50 * Math.atan2(at.clientY - points[i].clientY, at.clientX - points[i].clientX))));
    const isReal = points.every(({ isTrusted, clientY, screenY }) => isTrusted && screenY > clientY);
    if (points.length > 10 && slopes.size > 6 && isReal) show();
  })`],
];

describe('gates that a lure stands behind', function () {
  this.timeout(90_000);
  let lab: Lab;
  let shown: ReadonlyMap<string, boolean>;
  const urlOf = (index: number): string => `https://gate${index}.test/`;

  before(async () => {
    lab = await startLab();
    for (const [index, [, script]] of gates.entries()) {
      lab.serve(urlOf(index), `<body><h1>Welcome to our garden</h1><p>Please wait.</p><script>const add = (html) => document.body.insertAdjacentHTML('beforeend', html); const show = () => { document.body.innerHTML = '<form action="/in"><input name="user"><input type="password" name="pass"></form>' }; ${script}</script>`);
      lab.serve(`${urlOf(index)}login`, '<form action="/in"><input type="password" name="pass"></form>');
    }
    const captures = await render(lab, gates.map((_, index) => urlOf(index)));
    shown = new Map([...captures].map(([url, capture]) => [url, part(capture, 'forms').some(({ fields }) => fields.some(({ purpose }) => purpose === 'password'))]));
  });
  after(() => lab.close());

  for (const [index, [what]] of gates.entries()) {
    it(`shows what a page hides until ${what}`, () => { expect(shown.get(urlOf(index))).to.equal(true); });
  }

  it('spends none of that on a page with something of its own, or one that waits for nothing', async () => {
    const words = 'A page that says what a page of this kind says. '.repeat(40);
    lab.serve('https://own.test/', `<h1>Own</h1><p>${words}</p><script>addEventListener('click', () => fetch('/click')); setTimeout(() => fetch('/late'), 20000)</script>`);
    lab.serve('https://still.test/', '<h1>Still</h1><p>A page of few words.</p>');
    const captures = await render(lab, ['https://own.test/', 'https://still.test/']);
    expect(lab.requests.filter((request) => /\/(?:click|late)$/.test(request))).to.deep.equal([]);
    expect(captures.get('https://still.test/')?.outcome).to.equal('visited');
  });

  it('presses no button of a form that holds data on the way', () => {
    expect(lab.requests.filter((request) => request.startsWith('POST') || request.includes('/in?'))).to.deep.equal([]);
  });
});
