/*
 * Asks of its visitor what public bot tests ask. Runs in a page, in its frames and in its workers; `expected` is what
 * the profile claims, `scope` where it runs. Answers a list of [check, what gave the visitor away], empty for a person.
 * Nothing here knows anything of the crawler: each check compares the browser with itself, or with what browsers are.
 */
/* global WorkerGlobalScope */
globalThis.detect = async function (expected, scope) {
  'use strict';
  const found = [];
  const check = async (name, run) => {
    let told;
    try { told = await run(); } catch (error) { told = `threw ${error}`; }
    if (told !== null && told !== undefined && told !== false && told !== '') found.push([name, String(told).slice(0, 300)]);
  };
  const differs = (what, is, should) => (JSON.stringify(is) === JSON.stringify(should) ? null : `${what} is ${JSON.stringify(is)}, not ${JSON.stringify(should)}`);
  const isWindow = typeof WorkerGlobalScope === 'undefined';
  const isSecure = globalThis.isSecureContext;
  const { chromium, mobile, ios } = expected;

  // --- what every scope has
  await check('webdriver', () => isWindow && (navigator.webdriver !== false ? `navigator.webdriver is ${navigator.webdriver}` : !('webdriver' in navigator) ? 'it is missing' : Object.getOwnPropertyNames(navigator).length > 0 && `navigator has own properties ${Object.getOwnPropertyNames(navigator)}`));
  await check('user agent', () => differs('it', navigator.userAgent, expected.userAgent));
  await check('headless in the user agent', () => /headless|electron|puppeteer|playwright/i.test(navigator.userAgent + navigator.appVersion) && navigator.userAgent);
  await check('appVersion', () => differs('it', navigator.appVersion, expected.userAgent.replace('Mozilla/', '')));
  await check('platform', () => differs('it', navigator.platform, expected.platform));
  await check('language', () => differs('it', navigator.language, expected.languages[0]));
  await check('languages', () => differs('they', navigator.languages, expected.languages) || !Object.isFrozen(navigator.languages) && 'they are not frozen');
  await check('time zone', () => differs('it', Intl.DateTimeFormat().resolvedOptions().timeZone, expected.timezone));
  await check('locale', () => differs('it', Intl.DateTimeFormat().resolvedOptions().locale.split('-')[0], expected.languages[0].split('-')[0]) || differs('numbers', Intl.NumberFormat().resolvedOptions().locale, expected.languages[0]));
  await check('processors', () => !(navigator.hardwareConcurrency >= 4) && `${navigator.hardwareConcurrency}`);
  await check('memory', () => (ios || !isSecure ? differs('deviceMemory', typeof navigator.deviceMemory, ios ? 'undefined' : typeof navigator.deviceMemory) : !(navigator.deviceMemory >= 4) && `${navigator.deviceMemory} GiB`));
  await check('client hints', async () => {
    if (!isSecure) return null;
    const hints = navigator.userAgentData;
    if (!chromium) return hints !== undefined && 'Safari has none';
    if (hints === undefined) return 'they are missing';
    const high = await hints.getHighEntropyValues(['architecture', 'bitness', 'fullVersionList', 'model', 'platformVersion', 'uaFullVersion', 'wow64', 'formFactors']);
    const brands = [...hints.brands, ...high.fullVersionList].map(({ brand }) => brand);
    if (brands.some((brand) => /headless/i.test(brand))) return brands.join();
    if (!brands.includes('Google Chrome') || !brands.includes('Chromium')) return brands.join();
    const major = /Chrome\/(\d+)/.exec(navigator.userAgent)[1];
    if (hints.brands.some(({ brand, version }) => /Chrom/.test(brand) && version !== major)) return `brands ${JSON.stringify(hints.brands)} under Chrome ${major}`;
    if (!high.fullVersionList.every(({ brand, version }) => !/Chrom/.test(brand) || (/^\d+\.0\.\d{4,5}\.\d+$/.test(version) && version.startsWith(`${major}.`)))) return JSON.stringify(high.fullVersionList);
    if (!/^\d+\.0\.\d{4,5}\.\d+$/.test(high.uaFullVersion)) return `uaFullVersion ${high.uaFullVersion}`;
    return differs('platform', hints.platform, expected.hintPlatform) || differs('mobile', hints.mobile, mobile) || differs('formFactors', high.formFactors, [mobile ? 'Mobile' : 'Desktop']) || differs('platformVersion', high.platformVersion, expected.platformVersion) || (mobile ? high.model === '' && 'a telephone without a model' : differs('bitness', high.bitness, '64'));
  });
  await check('graphics', () => {
    const canvas = typeof OffscreenCanvas === 'undefined' ? document.createElement('canvas') : new OffscreenCanvas(16, 16);
    for (const kind of ['webgl', 'webgl2']) {
      const gl = (isWindow ? document.createElement('canvas') : canvas).getContext(kind);
      if (gl === null) { if (!isWindow && kind === 'webgl2') continue; return `there is no ${kind}`; }
      const info = gl.getExtension('WEBGL_debug_renderer_info');
      if (info === null) return 'there is no WEBGL_debug_renderer_info';
      const told = `${gl.getParameter(info.UNMASKED_VENDOR_WEBGL)}, ${gl.getParameter(info.UNMASKED_RENDERER_WEBGL)}`;
      if (/swiftshader|llvmpipe|mesa offscreen|software|brian paul|vmware|virtualbox/i.test(told)) return told;
      if (gl.getParameter(gl.VENDOR) !== 'WebKit' || gl.getParameter(gl.RENDERER) !== 'WebKit WebGL') return `${gl.getParameter(gl.VENDOR)}, ${gl.getParameter(gl.RENDERER)}`;
      if (!expected.graphics.test(told)) return `${told} on ${expected.hintPlatform}`;
      if (String(gl.getParameter).includes('=>') || !/\[native code\]/.test(Function.prototype.toString.call(gl.getParameter))) return 'getParameter is not native';
    }
    return null;
  });
  await check('notifications', async () => {
    if (!isSecure || ios || typeof Notification === 'undefined') return null;
    const { state } = await navigator.permissions.query({ name: 'notifications' });
    return Notification.permission === 'denied' && state === 'prompt' ? 'denied, and to be asked' : (Notification.permission !== 'default' || state !== 'prompt') && `${Notification.permission}, ${state}`;
  });
  await check('permissions', async () => {
    if (!isSecure || !isWindow || scope !== 'page') return null;
    for (const name of ['geolocation', 'camera', 'microphone']) {
      const { state } = await navigator.permissions.query({ name });
      if (state !== 'prompt') return `${name} is ${state}`;
    }
    return null;
  });
  await check('native functions', () => {
    const doubted = isWindow
      ? [Function.prototype.toString, navigator.permissions?.query, Element.prototype.requestFullscreen, HTMLCanvasElement.prototype.toDataURL, HTMLCanvasElement.prototype.getContext, setTimeout, setInterval, fetch, alert, open, console.log, console.debug, Document.prototype.write, EventTarget.prototype.addEventListener, XMLHttpRequest.prototype.open, Function, WebSocket, Worker, Clipboard?.prototype.writeText,
        ...['webdriver', 'plugins', 'languages', 'userAgent', 'platform', 'vendor', 'hardwareConcurrency', 'deviceMemory', 'maxTouchPoints', 'connection', 'userAgentData'].map((name) => Object.getOwnPropertyDescriptor(Navigator.prototype, name)?.get),
        ...['width', 'height', 'availWidth', 'availHeight'].map((name) => Object.getOwnPropertyDescriptor(Screen.prototype, name)?.get),
        ...['outerWidth', 'outerHeight', 'innerWidth', 'screenX', 'onbeforeunload'].map((name) => Object.getOwnPropertyDescriptor(window, name)?.get),
        Object.getOwnPropertyDescriptor(globalThis.Notification ?? {}, 'permission')?.get, Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').get,
        Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, 'contentWindow').get, Object.getOwnPropertyDescriptor(MouseEvent.prototype, 'screenX').get]
      : [Function.prototype.toString, setTimeout, fetch, WebSocket, console.debug];
    for (const one of doubted) {
      if (one === undefined) continue;
      if (!/^function (get |set )?\w*\(\) \{ \[native code\] \}$/.test(Function.prototype.toString.call(one))) return `${one.name}: ${Function.prototype.toString.call(one).slice(0, 80)}`;
      if (!/^function (get |set )?\w*\(\) \{ \[native code\] \}$/.test(one + '')) return `${one.name}: ${(one + '').slice(0, 80)}`;
      const own = Reflect.ownKeys(one).filter((key) => !['length', 'name', 'prototype'].includes(key));
      if (one !== globalThis.Function && !('CONNECTING' in one) && own.length > 0 && !/^[A-Z]/.test(one.name)) return `${one.name} has ${own.join()}`;
    }
    return null;
  });
  await check('stack traces of built-ins', () => {
    const doubted = isWindow ? [Function.prototype.toString, setTimeout, fetch, console.debug, Document.prototype.write, HTMLCanvasElement.prototype.getContext, EventTarget.prototype.addEventListener] : [Function.prototype.toString, setTimeout];
    for (const one of doubted) {
      // A call that fails inside of a built-in must show the built-in and its caller, and nothing in between.
      for (const run of [() => Object.create(one).toString(), () => Object.create(one) + '', () => one.apply(Object.create(null), [Symbol('x')]), () => new one.apply(), () => Function.prototype.toString.apply({ of: one })]) {
        let stack = '';
        try { Promise.resolve(run()).catch(() => {}); } catch (error) { stack = String(error && error.stack); }
        if (/at Object\.apply|at Reflect\.|at Proxy|Object\.construct|apply \(<anonymous>|__playwright|puppeteer|UtilityScript|evaluate/i.test(stack)) return `${one.name}: ${stack.split('\n').slice(0, 4).join(' | ')}`;
      }
    }
    try { null.x; } catch (error) { if (/__playwright|puppeteer|pptr:|UtilityScript|sourceURL/i.test(error.stack)) return error.stack; }
    return null;
  });
  await check('console, read by a debugger', async () => {
    let reads = 0;
    const lure = new Error('x');
    Object.defineProperty(lure, 'stack', { configurable: true, get() { reads++; return ''; } });
    Object.defineProperty(lure, 'message', { configurable: true, get() { reads++; return ''; } });
    Object.defineProperty(lure, 'name', { configurable: true, get() { reads++; return ''; } });
    for (const name of ['debug', 'log', 'info', 'dir', 'table', 'trace']) console[name](lure);
    await new Promise((end) => { setTimeout(end, 60); });
    return reads > 0 && `an error's properties were read ${reads} times`;
  });
  await check('console, its prototypes walked', async () => {
    let walks = 0;
    const trap = Object.setPrototypeOf({}, new Proxy({}, { ownKeys() { walks++; return []; }, getOwnPropertyDescriptor() { walks++; } }));
    for (const name of ['groupEnd', 'debug', 'log', 'dir']) console[name](trap);
    await new Promise((end) => { setTimeout(end, 60); });
    return walks > 0 && `${walks} times`;
  });
  await check('console, timed', () => {
    const big = Array.from({ length: 60 }, (_, row) => Object.fromEntries(Array.from({ length: 40 }, (_2, column) => [`c${column}`, row])));
    const took = (run) => { const at = performance.now(); for (let i = 0; i < 8; i++) run(); return performance.now() - at; };
    const table = took(() => console.table(big));
    return table > 60 && `eight tables took ${table.toFixed(0)} ms`;
  });
  await check('traces of tools', () => {
    const names = Reflect.ownKeys(globalThis).filter((key) => typeof key === 'string');
    const bad = names.filter((name) => /^(?:cdc_|\$cdc|__playwright|__pw|playwright|__puppeteer|puppeteer|_phantom|callPhantom|__nightmare|domAutomation|__selenium|__webdriver|__driver|_Selenium|__fxdriver|spawn|emit|Buffer$|__crawlee|harrier)/i.test(name) || /^_[0-9a-f]{12}$/.test(name));
    const other = isWindow ? Object.keys(document.documentElement.attributes).filter((name) => /webdriver|selenium|driver/.test(name)) : [];
    return [...bad, ...other].join();
  });
  if (!isWindow) return found;

  // --- what only a window has
  await check('vendor', () => differs('it', navigator.vendor, ios ? 'Apple Computer, Inc.' : 'Google Inc.') || differs('productSub', navigator.productSub, '20030107'));
  await check('plug-ins', () => {
    const names = [...navigator.plugins].map(({ name }) => name);
    const types = [...navigator.mimeTypes].map(({ type }) => type);
    const viewers = ['PDF Viewer', 'Chrome PDF Viewer', 'Chromium PDF Viewer', 'Microsoft Edge PDF Viewer', 'WebKit built-in PDF'];
    const hasViewer = !mobile || ios;
    return differs('plugins', names, hasViewer ? viewers : []) || differs('mimeTypes', types, hasViewer ? ['application/pdf', 'text/pdf'] : [])
      || differs('pdfViewerEnabled', navigator.pdfViewerEnabled, hasViewer) || differs('class', `${Object.prototype.toString.call(navigator.plugins)}${Object.prototype.toString.call(navigator.mimeTypes)}`, '[object PluginArray][object MimeTypeArray]')
      || (hasViewer && (navigator.plugins[0] !== navigator.plugins['PDF Viewer'] || Object.prototype.toString.call(navigator.plugins[0]) !== '[object Plugin]' || navigator.mimeTypes['application/pdf'].enabledPlugin !== navigator.plugins[0]) && 'they are no plug-ins');
  });
  await check('window.chrome', () => {
    if (!chromium) return 'chrome' in window && 'Safari has none';
    if (typeof window.chrome !== 'object') return `it is ${typeof window.chrome}`;
    const descriptor = Object.getOwnPropertyDescriptor(window, 'chrome');
    if (!descriptor.writable || !descriptor.enumerable) return JSON.stringify(descriptor);
    if (mobile) return null;
    if (typeof chrome.loadTimes !== 'function' || typeof chrome.csi !== 'function' || typeof chrome.app !== 'object') return Object.keys(chrome).join();
    if (!(chrome.loadTimes().requestTime > 1e9) || !(chrome.csi().startE > 1e12)) return 'loadTimes and csi know no time';
    if (chrome.app.isInstalled !== false || chrome.app.getDetails() !== null || chrome.app.runningState() !== 'cannot_run') return 'chrome.app is none';
    const names = Object.keys(window);
    return names.indexOf('chrome') > 200 && names.length - names.indexOf('chrome') < 2 && 'it was added last of all';
  });
  await check('screen', () => {
    const s = screen;
    if (outerWidth === 0 || outerHeight === 0) return `the window is ${outerWidth} by ${outerHeight}`;
    if (s.width < outerWidth || s.height < outerHeight) return `the window (${outerWidth} by ${outerHeight}) is larger than the screen (${s.width} by ${s.height})`;
    if (innerWidth > outerWidth && scope === 'page') return `the page (${innerWidth}) is wider than its window (${outerWidth})`;
    if (!mobile && scope === 'page' && outerHeight - innerHeight < 60) return `a window of ${outerHeight} around a page of ${innerHeight} has no room for its bars`;
    if (!mobile && s.availHeight >= s.height) return `no task bar: ${s.availHeight} of ${s.height}`;
    return differs('colours', [s.colorDepth, s.pixelDepth], [24, 24]) || differs('devicePixelRatio', devicePixelRatio, expected.ratio) || (mobile && !/portrait/.test(s.orientation.type) && s.orientation.type) || (!mobile && !/landscape-primary/.test(s.orientation.type) && s.orientation.type);
  });
  await check('pointer and hover', () => {
    const has = (query) => matchMedia(query).matches;
    const told = { fine: has('(pointer: fine)'), coarse: has('(pointer: coarse)'), hover: has('(hover: hover)'), anyFine: has('(any-pointer: fine)'), touch: navigator.maxTouchPoints > 0, events: 'ontouchstart' in window };
    return differs('it', told, { fine: !mobile, coarse: mobile, hover: !mobile, anyFine: !mobile, touch: mobile, events: mobile });
  });
  await check('touch points', () => differs('maxTouchPoints', navigator.maxTouchPoints, mobile ? 5 : 0));
  await check('connection', () => (ios ? 'connection' in navigator && 'Safari has none' : !(navigator.connection?.rtt > 0) && `rtt ${navigator.connection?.rtt}`));
  await check('focus and visibility', () => differs('visibility', document.visibilityState, 'visible') || (scope === 'page' && !document.hasFocus() && 'the page has no focus'));
  await check('referrer', () => scope === 'page' && differs('it', document.referrer, expected.referrer));
  await check('media', () => {
    const video = document.createElement('video');
    if (video.canPlayType('video/mp4; codecs="avc1.42E01E"') !== 'probably') return 'no H.264';
    return document.createElement('audio').canPlayType('audio/mpeg') !== 'probably' && 'no MP3';
  });
  await check('storage', () => scope === 'page' && (localStorage.setItem('x', '1'), sessionStorage.setItem('x', '1'), navigator.cookieEnabled ? null : 'cookies are off'));
  await check('drawing', () => {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    context.fillStyle = '#37c';
    context.fillRect(0, 0, 10, 10);
    const once = canvas.toDataURL();
    return once !== canvas.toDataURL() ? 'a drawing changes between two looks' : context.getImageData(5, 5, 1, 1).data.join() !== '51,119,204,255' && 'a drawing is not what was drawn';
  });
  await check('descriptors', () => {
    for (const [owner, name] of [[Navigator.prototype, 'webdriver'], [Navigator.prototype, 'plugins'], [Navigator.prototype, 'vendor'], [Navigator.prototype, 'hardwareConcurrency'], [Navigator.prototype, 'deviceMemory'], [Screen.prototype, 'availHeight'], [globalThis.Notification ?? {}, 'permission']]) {
      const descriptor = Object.getOwnPropertyDescriptor(owner, name);
      if (descriptor === undefined) continue;
      if (!descriptor.enumerable || !descriptor.configurable || descriptor.set !== undefined || descriptor.get.name !== `get ${name}` || descriptor.get.length !== 0 || 'prototype' in descriptor.get) return `${name}: ${JSON.stringify(descriptor)} ${descriptor.get?.name}`;
      if (owner === Navigator.prototype || owner === Screen.prototype) {
        try { descriptor.get.call({}); return `${name} can be read off anything`; } catch (error) { if (!(error instanceof TypeError)) return `${name} throws ${error}`; }
        try { void owner[name]; return `${name} can be read off the prototype`; } catch { /* as it should */ }
      }
    }
    return null;
  });
  return found;
};
