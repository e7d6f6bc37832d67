/*
 * Reads one document, in an isolated world: the page's scripts can neither see nor fool it.
 * `caps` is put in as JSON by crawler/collectors/documents.ts. Returns one JSON string, shape `ReadDocument` there.
 */
(function (caps) {
  'use strict';
  const fold = (text, max) => (text || '').slice(0, max * 4).replace(/\s+/g, ' ').trim().slice(0, max);
  const absolute = (url) => { try { return new URL(url, document.baseURI).href.slice(0, caps.url); } catch { return null; } };

  // One walk through the tree, open shadow roots included.
  const roots = [];
  const fields = [];
  const forms = [];
  const links = [];
  const scripts = [];
  let linkCount = 0;
  let elements = 0;
  const holders = [];
  const walk = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
    for (let element = walker.nextNode(); element; element = walker.nextNode()) {
      elements++;
      if (element.shadowRoot) { roots.push(element.shadowRoot); walk(element.shadowRoot); }
      switch (element.localName) {
        case 'input': case 'select': case 'textarea': if (fields.length < caps.fields) fields.push(element); break;
        case 'button': if (element.form && element.type === 'submit' && fields.length < caps.fields) fields.push(element); break;
        case 'form': if (forms.length < caps.forms) forms.push(element); break;
        case 'a': case 'area': if (element.hasAttribute('href')) { linkCount++; if (links.length < caps.links) links.push(element); } break;
        case 'iframe': case 'frame': case 'object': case 'embed': if (element.contentWindow && holders.length < caps.frames) holders.push(element); break;
        case 'script': if (!element.hasAttribute('src') && scripts.length < caps.scripts) scripts.push(element); break;
      }
    }
  };
  walk(document);

  const html = document.documentElement;
  // Laying out millions of letters takes longer than a visit: such a page is read as written, not as drawn.
  const isDrawn = caps.layout && (html === null || html.textContent.length < caps.text * 8);
  const textOf = (element) => (isDrawn ? element.innerText : element.textContent) || '';
  const visible = (element) => {
    if (!isDrawn) return element.closest('[hidden]') === null;
    const box = element.getBoundingClientRect();
    // Where it is in the document: the visit has scrolled by now, and what it scrolled past was seen.
    return box.width > 1 && box.height > 1 && box.right + window.scrollX > 0 && box.bottom + window.scrollY > 0 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };
  const labelOf = (element) => {
    const own = [...(element.labels || [])].map(textOf).join(' ') || element.getAttribute('aria-label') || element.title;
    if (own) return own;
    for (let near = element, steps = 0; near && steps < 3; near = near.parentElement, steps++) {
      const before = near.previousElementSibling;
      if (before && !before.querySelector('input,select,textarea')) return textOf(before);
    }
    return '';
  };
  const readField = (element) => ({
    type: element.localName === 'input' ? element.type : element.localName === 'button' ? 'submit' : element.localName,
    name: fold(element.getAttribute('name'), 200),
    id: fold(element.id, 200),
    label: fold(element.type === 'hidden' ? '' : element.type === 'submit' ? element.value || textOf(element) : labelOf(element), 200),
    placeholder: fold(element.getAttribute('placeholder'), 200),
    autocomplete: fold(element.getAttribute('autocomplete'), 100),
    maxLength: element.maxLength > 0 ? element.maxLength : null,
    visible: element.type !== 'hidden' && visible(element),
  });
  const readForm = (form) => ({
    action: absolute(form.getAttribute('action') || ''),
    hasAction: form.hasAttribute('action') && form.getAttribute('action') !== '',
    method: (form.getAttribute('method') || 'get').toLowerCase().slice(0, 10),
    loose: false,
    text: fold(textOf(form) + ' ' + [...form.querySelectorAll('input[type=submit],input[type=button]')].map((button) => button.value).join(' '), caps.formText),
    fields: fields.filter((field) => field.form === form).map(readField),
  });
  const readForms = forms.map(readForm);
  const loose = fields.filter((field) => !field.form);
  if (loose.length > 0) {
    let around = loose[0].parentElement;
    while (around && around.parentElement && !loose.every((field) => around.contains(field))) around = around.parentElement;
    readForms.push({ action: null, hasAction: false, method: 'get', loose: true, text: fold(around ? textOf(around) : '', caps.formText), fields: loose.map(readField) });
  }

  let dom = '';
  if (html) {
    if (roots.length === 0) dom = html.outerHTML;
    else dom = html.cloneNode(false).outerHTML.replace('</html>', '') + html.getHTML({ serializableShadowRoots: true, shadowRoots: roots }) + '</html>';
    if (document.doctype) dom = '<!DOCTYPE ' + document.doctype.name + '>' + dom;
  }
  const body = document.body || html;
  const shown = body ? textOf(body) || body.textContent || '' : '';
  // Frames are told in the order of the frame tree, which is that of window.frames; an element stands where its window does.
  const placeOf = (holder) => { for (let i = 0; i < window.length && i < caps.frames; i++) if (window[i] === holder.contentWindow) return i; return -1; };
  const readHolder = (holder) => {
    const box = isDrawn && holder.checkVisibility({ opacityProperty: true, visibilityProperty: true }) ? holder.getBoundingClientRect() : null;
    const sandbox = holder.getAttribute('sandbox');
    return { place: placeOf(holder), sandbox: sandbox === null ? null : fold(sandbox, 300), box: box ? { x: box.x, y: box.y, width: box.width, height: box.height } : null };
  };
  return JSON.stringify({
    url: document.URL.slice(0, caps.url),
    title: fold(document.title, 1000),
    dom: dom.slice(0, caps.dom),
    domCut: dom.length > caps.dom,
    text: shown.slice(0, caps.text * 2).replace(/\s+/g, ' ').trim().slice(0, caps.text),
    textCut: !isDrawn || shown.length > caps.text * 2,
    forms: readForms,
    links: links.map((link) => ({ href: absolute(link.getAttribute('href')), text: fold(textOf(link) || link.textContent || link.getAttribute('aria-label'), 300) })).filter((link) => link.href !== null),
    linkCount,
    lang: fold(html && html.getAttribute('lang'), 40),
    elements,
    name: fold(window.name, 200),
    holders: holders.map(readHolder),
    scripts: scripts.map((script) => ({ text: script.text.slice(0, caps.scriptText), length: script.text.length })),
  });
})
