import { heading, paragraph, sentence, times } from './prose.ts';
import type { Seeded } from './random.ts';

/**
 * What pages of the web are made of, in the proportions that they have. Sizes follow HTTP Archive's medians
 * (state of the web, 2024: some 70 requests and 2.6 MB) at about half: some 30 requests and 1 MB for the
 * heavier kinds. Every page has its own text; style sheets, libraries and pictures come from hosts of their own.
 */
export interface Kind {
  readonly name: string;
  /** The markup of page `n`. */
  html(random: Seeded, n: number): string;
}

const cdn = 'http://static.cdn.test';
const image = (random: Seeded, size: 'small' | 'medium' | 'large'): string => `${cdn}/image/${size}/${random.between(0, 29)}.png`;
const script = (name: string): string => `<script src="${cdn}/lib/${name}.js"></script>`;
const beacon = `<script async src="http://metrics.tracker.test/tag.js"></script>`;

const page = (random: Seeded, n: number, { head = '', body, chrome = true }: { readonly head?: string; readonly body: string; readonly chrome?: boolean }): string => {
  const title = heading(random);
  const top = chrome ? `<header><strong>Site ${n}</strong><nav>${times(7, (index) => `<a href="/section/${index}">${heading(random).split(' ')[0] ?? ''}</a>`)}</nav></header>` : '';
  const bottom = chrome ? `<footer>${times(24, (index) => `<a href="/about/${index}" class="u-${index}">${heading(random)}</a> `)}<p>&copy; 2026 Site ${n}</p></footer>` : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><meta name="description" content="${sentence(random)}"><link rel="icon" href="/favicon.ico">${head}</head><body>${top}<main>${body}</main>${bottom}</body></html>`;
};

const framework = `<link rel="stylesheet" href="${cdn}/style/framework.css"><link rel="stylesheet" href="/site.css">`;
const login = (random: Seeded, action: string): string => `<form action="${action}" method="post"><h2>${heading(random)}</h2><label for="mail">E-mail</label><input id="mail" name="email" type="email" autocomplete="username"><label for="word">Password</label><input id="word" name="password" type="password" autocomplete="current-password"><input type="hidden" name="csrf" value="${random.between(1e8, 9e8)}"><p><label><input type="checkbox" name="stay"> Keep me signed in</label></p><button type="submit">Sign in</button><p><a href="/forgot">Forgotten?</a> <a href="/join">Create an account</a></p></form>`;

export const kinds: readonly Kind[] = [
  { name: 'article', html: (random, n) => page(random, n, {
    head: `${framework}${script('framework')}${beacon}`,
    body: `<div class="two"><article><h1>${heading(random)}</h1><img src="${image(random, 'large')}" width="700" height="400" alt="${heading(random)}">${times(28, (index) => (index % 6 === 5 ? `<h2>${heading(random)}</h2><img loading="lazy" src="${image(random, 'medium')}" width="340" height="220" alt="">` : `<p>${paragraph(random)}</p>`))}</article><aside>${times(10, (index) => `<div class="card"><img src="${image(random, 'small')}" width="120" height="90" alt=""><a href="/story/${index}">${heading(random)}</a></div>`)}<iframe src="http://ads.network.test/slot?page=${n}" width="300" height="250"></iframe></aside></div>${script('comments')}`,
  }) },
  { name: 'shop', html: (random, n) => page(random, n, {
    head: `${framework}${script('framework')}${script('shop')}${beacon}`,
    body: `<h1>${heading(random)}</h1><form action="/search"><input name="q" type="search" placeholder="Search"></form><div class="grid">${times(32, (index) => `<div class="card"><img ${index > 15 ? 'loading="lazy" ' : ''}src="${image(random, 'medium')}" width="240" height="180" alt="${heading(random)}"><a href="/item/${index}">${heading(random)}</a><p>${random.between(5, 400)}.99</p><button data-item="${index}">Add</button></div>`)}</div><script>shop.state; document.querySelectorAll('button[data-item]').forEach(function (button) { button.addEventListener('click', function () { button.textContent = 'Added'; }); }); fetch('/api/prices.json').then(function (r) { return r.json(); }).then(function (rows) { document.querySelectorAll('.card p').forEach(function (p, i) { p.textContent = rows[i % rows.length]; }); });</script>`,
  }) },
  { name: 'login', html: (random, n) => page(random, n, {
    chrome: false,
    head: `<link rel="stylesheet" href="${cdn}/style/framework.css">`,
    body: `<div class="panel"><img src="/logo.svg" width="140" height="40" alt="Site ${n}">${login(random, '/session')}<hr><a href="http://id.provider.test/authorize?client=${n}">Continue with another account</a></div>${script('forms')}`,
  }) },
  { name: 'application', html: (random, n) => page(random, n, {
    chrome: false,
    head: `<link rel="stylesheet" href="${cdn}/style/framework.css">`,
    body: `<div id="root"><div class="spin"></div></div>${script('framework')}${script('application')}<script>setTimeout(function () { fetch('/api/rows.json').then(function (r) { return r.json(); }).then(function (rows) { var root = document.getElementById('root'); root.textContent = ''; rows.forEach(function (row, i) { var card = document.createElement('div'); card.className = 'card u-' + i; card.innerHTML = '<h3>' + row.name + '</h3><p>' + row.text + '</p><a href="/row/' + i + '">Open</a>'; root.append(card); }); history.replaceState({}, '', '#/list'); }); }, 20);</script>`,
  }) },
  { name: 'documentation', html: (random, n) => page(random, n, {
    head: framework,
    body: `<div class="two"><div>${times(14, () => `<h2>${heading(random)}</h2><p>${paragraph(random)}</p><pre><code>${times(8, (index) => `const value${index} = load("${heading(random)}", ${random.between(0, 999)});\n`)}</code></pre><ul>${times(5, () => `<li>${sentence(random)}</li>`)}</ul>`)}</div><nav>${times(70, (index) => `<p><a href="/docs/${index}">${heading(random)}</a></p>`)}</nav></div>${script('forms')}`,
  }) },
  { name: 'landing', html: (random, n) => page(random, n, {
    head: `${framework}${script('framework')}${beacon}`,
    body: `<section class="hero" style="background-image:url(${image(random, 'large')})"><h1>${heading(random)}</h1></section>${times(6, () => `<section class="two"><div><h2>${heading(random)}</h2><p>${paragraph(random)}</p><a href="/start">${heading(random)}</a></div><img src="${image(random, 'medium')}" width="340" height="220" alt=""></section>`)}<form action="/newsletter" method="post"><label>E-mail<input type="email" name="email"></label><button>Subscribe</button></form><div class="banner">We use cookies. <button id="agree">Accept all</button> <button>Settings</button></div><script>var slide = 0; setInterval(function () { slide = (slide + 1) % 6; document.querySelector('.hero h1').dataset.slide = slide; }, 4000); document.getElementById('agree').onclick = function () { document.querySelector('.banner').remove(); };</script>`,
  }) },
  { name: 'checkout', html: (random, n) => page(random, n, {
    head: `<link rel="stylesheet" href="${cdn}/style/framework.css">${script('shop')}`,
    body: `<h1>Checkout</h1><form action="/pay" method="post">${times(9, (index) => `<label for="f${index}">${heading(random)}</label><input id="f${index}" name="field${index}">`)}<label>Country<select name="country">${times(60, (index) => `<option value="${index}">${heading(random)}</option>`)}</select></label><button>Pay</button></form><iframe src="http://pay.provider.test/card?merchant=${n}" width="400" height="220"></iframe><iframe src="http://pay.provider.test/wallet?merchant=${n}" width="400" height="60"></iframe>`,
  }) },
  { name: 'forum', html: (random, n) => page(random, n, {
    head: `${framework}${script('framework')}`,
    body: `<h1>${heading(random)}</h1><table><tr><th>Topic</th><th>Replies</th><th>Last</th></tr>${times(120, (index) => `<tr><td><a href="/topic/${index}">${heading(random)}</a></td><td>${random.between(0, 400)}</td><td><a href="/user/${index}">${heading(random)}</a></td></tr>`)}</table>${times(14, (index) => `<div class="card"><img src="${image(random, 'small')}" width="48" height="48" alt=""><a href="/user/${index}">${heading(random)}</a><p>${paragraph(random)}</p></div>`)}`,
  }) },
  { name: 'plain', html: (random, n) => page(random, n, { body: `<h1>${heading(random)}</h1>${times(random.between(3, 14), () => `<p>${paragraph(random)}</p>`)}<p><a href="mailto:info@site${n}.test">Contact</a></p>` }) },
  { name: 'moved', html: (random, n) => `<!doctype html><title>${heading(random)}</title><script>location.replace('http://www.site${n}.test/article/${n}')</script>` },
];

/** A page of some 95 KB with links, forms and scripts in it, for the probe lane. */
export const large: Kind = { name: 'large', html: (random, n) => page(random, n, {
  head: `${framework}${script('framework')}${beacon}<script>${times(30, (index) => `var setting${index} = { name: "${heading(random)}", on: ${random.between(0, 1)} };\n`)}</script>`,
  body: `${login(random, '/session')}<form action="/search"><input type="search" name="q"></form>${times(31, (index) => `<section class="u-${index}"><h2>${heading(random)}</h2>${times(4, () => `<p>${paragraph(random)}</p>`)}<ul>${times(7, (item) => `<li class="card"><a class="u-${item}" href="/part/${index}/${item}?from=list" title="${heading(random)}"><img src="${image(random, 'small')}" width="96" height="72" alt="${heading(random)}"><span>${heading(random)}</span></a></li>`)}</ul></section>`)}<script>document.querySelectorAll('section').forEach(function (section, i) { section.dataset.at = i; });</script>`,
}) };

/** Documents of the hosts that pages embed. */
export const embedded = (host: string, random: Seeded): string | null => {
  if (host === 'ads.network.test') return `<!doctype html><body style="margin:0">${script('ads')}<a href="http://ads.network.test/click/${random.between(1, 999)}"><img src="${image(random, 'medium')}" width="300" height="250" alt=""></a></body>`;
  if (host === 'pay.provider.test') return `<!doctype html><link rel="stylesheet" href="${cdn}/style/framework.css"><body><form><label>Card number<input name="cardnumber" autocomplete="cc-number" inputmode="numeric"></label><label>Expiry<input name="exp" autocomplete="cc-exp"></label><label>CVC<input name="cvc" autocomplete="cc-csc"></label></form>${script('forms')}</body>`;
  return null;
};
