/*
 * Makes up for what a browser without a window, a screen and a graphics card says of itself. Runs before anything
 * else in every document, and at the head of every worker that a page makes from a blob or a data: URL.
 * `facts` is put in as JSON by crawler/person.ts, which says what each means. Answers `disguise`, with which
 * page/observe.js replaces more:
 *   method(owner, name, behave)   behave(native, self, args) in a method's place
 *   getter(owner, name, behave)   behave(native, self), likewise; setter: behave(native, self, value)
 *   maker(owner, name, handler)   a constructor, by a Proxy handler
 * What is replaced prints, fails, names itself and is shaped as the native one, and its frames are cut from the
 * stacks of errors that it lets through. What can be set without a script is not set here (crawler/profiles.ts).
 */
/* global WorkerGlobalScope, DOMException, performance, setTimeout, PluginArray, MimeTypeArray, Plugin, MimeType */
(function person(facts) {
  'use strict';
  const { apply, construct, getOwnPropertyDescriptor: descriptorOf, defineProperty: define } = Reflect;
  const uncurry = (of) => (self, ...args) => apply(of, self, args);
  const weakGet = uncurry(WeakMap.prototype.get);
  const weakSet = uncurry(WeakMap.prototype.set);
  const split = uncurry(String.prototype.split);
  const test = uncurry(RegExp.prototype.test);
  const join = uncurry(Array.prototype.join);
  const proto = (name) => globalThis[name] && globalThis[name].prototype;
  const isWorker = typeof WorkerGlobalScope !== 'undefined';

  // --- replacing without a trace
  /** Windows of one site reach into each other: what one has replaced must print as native in all of them. */
  const natives = (() => {
    try {
      const theirs = isWorker || window.parent === window ? null : window.parent.Function.prototype.toString.call(facts.key);
      if (Object.prototype.toString.call(theirs) === '[object WeakMap]') return theirs;
    } catch { /* another site's window, or one that was not dressed */ }
    return new WeakMap();
  })();
  const printed = Function.prototype.toString;
  const mark = (fake, native) => { weakSet(natives, fake, weakGet(natives, native) || native); return fake; };
  /** Lines of a stack that are this script's: it has no address of its own, or it is the head of a worker's. */
  const isOurs = facts.headLines > 0
    ? (line) => { const [, at] = /^ +at .*?:(\d+):\d+\)?$/.exec(line) || []; return at !== undefined && +at <= facts.headLines; }
    : (line) => test(/^ +at [^(]*\(?<anonymous>:\d+:\d+\)?$/, line);
  const cleaned = (error) => {
    try {
      if (typeof error !== 'object' || error === null || typeof error.stack !== 'string') return error;
      const lines = split(error.stack, '\n');
      const kept = [];
      for (const line of lines) if (!isOurs(line)) kept[kept.length] = line;
      if (kept.length < lines.length) error.stack = join(kept, '\n');
    } catch { /* an error of the page's own making */ }
    return error;
  };
  const shape = (fake, native) => {
    define(fake, 'length', { value: native.length, configurable: true });
    return mark(fake, native);
  };
  const method = (owner, name, behave) => {
    const at = owner && descriptorOf(owner, name);
    if (!at || typeof at.value !== 'function') return;
    const native = at.value;
    const { [name]: fake } = { [name](...args) { try { return behave(native, this, args); } catch (error) { throw cleaned(error); } } };
    define(owner, name, { ...at, value: shape(fake, native) });
  };
  const getter = (owner, name, behave) => {
    const at = owner && descriptorOf(owner, name);
    if (!at || !at.get || !at.configurable) return;
    const native = at.get;
    const { get: fake } = descriptorOf({ get [name]() { try { return behave(native, this); } catch (error) { throw cleaned(error); } } }, name);
    define(owner, name, { ...at, get: shape(fake, native) });
  };
  const setter = (owner, name, behave) => {
    const at = owner && descriptorOf(owner, name);
    if (!at || !at.set || !at.configurable) return;
    const native = at.set;
    const { set: fake } = descriptorOf({ set [name](value) { try { behave(native, this, value); } catch (error) { throw cleaned(error); } } }, name);
    define(owner, name, { ...at, set: shape(fake, native) });
  };
  const maker = (owner, name, { construct: make, apply: call }) => {
    const at = owner && descriptorOf(owner, name);
    if (!at || typeof at.value !== 'function') return;
    const handler = {};
    if (make) handler.construct = (target, args, newTarget) => { try { return make(target, args, newTarget); } catch (error) { throw cleaned(error); } };
    if (call) handler.apply = (target, self, args) => { try { return call(target, self, args); } catch (error) { throw cleaned(error); } };
    const fake = mark(new Proxy(at.value, handler), at.value);
    define(owner, name, { ...at, value: fake });
    const { constructor } = at.value.prototype || {};
    if (constructor === at.value) define(at.value.prototype, 'constructor', { ...descriptorOf(at.value.prototype, 'constructor'), value: fake });
  };
  method(Function.prototype, 'toString', (native, self, args) => (self === facts.key ? natives : apply(native, (typeof self === 'function' && weakGet(natives, self)) || self, args)));
  /** A value that never changes; where the browser says it already nothing is touched. */
  const fact = (owner, name, value) => {
    const at = owner && descriptorOf(owner, name);
    if (!at || !at.get || value === undefined || value === null) return;
    getter(owner, name, (native, self) => { apply(native, self, []); return value; });
  };
  const NavigatorOf = isWorker ? proto('WorkerNavigator') : proto('Navigator');

  // --- what a debugger that listens would read of what is written to the console
  const isError = Error.isError || ((value) => { try { return value instanceof Error; } catch { return false; } });
  const written = (value) => {
    if (typeof value === 'function') return 'function';
    if (typeof value !== 'object' || value === null) return value;
    if (!isError(value)) return 'Object';
    const own = descriptorOf(value, 'stack');
    return own && typeof own.value === 'string' ? own.value : 'Error';
  };
  for (const name of ['log', 'info', 'warn', 'error', 'debug', 'dir', 'dirxml', 'table', 'trace', 'group', 'groupCollapsed', 'groupEnd', 'assert', 'timeLog']) {
    method(console, name, (native, self, args) => {
      for (let i = 0; i < args.length; i++) args[i] = written(args[i]);
      return apply(native, self, args);
    });
  }

  // --- the machine
  fact(NavigatorOf, 'hardwareConcurrency', navigator.hardwareConcurrency === facts.processors ? null : facts.processors);
  if (facts.isApple) {
    for (const name of ['deviceMemory', 'connection', 'userAgentData', 'getBattery', 'keyboard', 'bluetooth', 'usb', 'hid', 'serial', 'scheduling', 'managed', 'ink', 'virtualKeyboard', 'windowControlsOverlay', 'presentation', 'requestMIDIAccess', 'getInstalledRelatedApps', 'vibrate']) delete NavigatorOf[name];
    for (const name of ['Notification', 'BatteryManager', 'NetworkInformation', 'NavigatorUAData', 'chrome', 'PushManager', 'Bluetooth', 'USB', 'HID', 'Serial', 'PaymentManager']) delete globalThis[name];
    fact(NavigatorOf, 'vendor', 'Apple Computer, Inc.');
    if (!isWorker) define(NavigatorOf, 'standalone', { get: shape(descriptorOf({ get standalone() { return false; } }, 'standalone').get, descriptorOf(NavigatorOf, 'vendor').get), enumerable: true, configurable: true });
  } else {
    fact(NavigatorOf, 'deviceMemory', navigator.deviceMemory === facts.memory ? null : facts.memory);
    getter(proto('NetworkInformation'), 'rtt', (native, self) => apply(native, self, []) || 50);
    getter(proto('NetworkInformation'), 'downlink', (native, self) => Math.min(10, apply(native, self, []) || 10));
  }
  for (const name of ['WebGLRenderingContext', 'WebGL2RenderingContext']) {
    method(proto(name), 'getParameter', (native, self, args) => {
      const is = apply(native, self, args);
      // UNMASKED_VENDOR_WEBGL and UNMASKED_RENDERER_WEBGL, where the extension was asked for.
      return is === null ? is : args[0] === 0x9245 ? facts.graphics[0] : args[0] === 0x9246 ? facts.graphics[1] : is;
    });
  }

  // --- prompts: nobody has asked yet, and who asks is let, as a visitor who wants to see the page would
  const asked = {};
  const isAsked = (name) => asked[name] === true;
  getter(proto('PermissionStatus'), 'state', (native, self) => {
    const is = apply(native, self, []);
    const { name } = self;
    return name === 'notifications' || name === 'geolocation' ? (isAsked(name) ? is : 'prompt') : is === 'denied' && !isAsked(name) ? 'prompt' : is;
  });
  getter(globalThis.Notification, 'permission', (native, self) => { const is = apply(native, self, []); return isAsked('notifications') ? is : 'default'; });
  method(globalThis.Notification, 'requestPermission', (native, self, args) => { asked.notifications = true; return apply(native, self, args); });
  for (const name of ['getCurrentPosition', 'watchPosition']) method(proto('Geolocation'), name, (native, self, args) => { asked.geolocation = true; return apply(native, self, args); });
  method(proto('MediaDevices'), 'getUserMedia', (native, self, args) => { asked.camera = true; asked.microphone = true; return apply(native, self, args); });

  // --- workers made of text that the page holds get this script at their head
  const source = () => apply(printed, person, []);
  let headText = null;
  const head = () => (headText ??= `(${source()})(${JSON.stringify({ ...facts, headLines: split(source(), '\n').length })});\n`);
  const made = new Map();
  const mapGet = uncurry(Map.prototype.get);
  const mapSet = uncurry(Map.prototype.set);
  const mapSize = uncurry(descriptorOf(Map.prototype, 'size').get);
  const BlobOf = Blob;
  const urlOf = URL.createObjectURL;
  const typeOf = uncurry(descriptorOf(Blob.prototype, 'type').get);
  const sizeOf = uncurry(descriptorOf(Blob.prototype, 'size').get);
  const isScript = (blob) => { const type = typeOf(blob); return type === '' || /script|text\/plain|octet-stream/.test(type); };
  method(URL, 'createObjectURL', (native, self, args) => {
    const url = apply(native, self, args);
    try { if (isScript(args[0]) && sizeOf(args[0]) < 2e6 && mapSize(made) < 200) mapSet(made, url, args[0]); } catch { /* a media source */ }
    return url;
  });
  const dressed = (url) => {
    const text = `${url}`;
    const blob = mapGet(made, text);
    if (blob !== undefined) return apply(urlOf, URL, [new BlobOf([head(), blob], { type: typeOf(blob) || 'text/javascript' })]);
    const [, encoding, body] = /^data:[^,]{0,100}?(;base64)?,([^]*)$/i.exec(text.length < 2e6 ? text : '') || [];
    if (body === undefined) return url;
    try { return `data:text/javascript,${encodeURIComponent(head() + (encoding ? atob(decodeURIComponent(body)) : decodeURIComponent(body)))}`; } catch { return url; }
  };
  /** A miner starts one for each of the processors that it sees; a flood of them would take the visits beside this one their time. */
  const maxWorkers = 16;
  let workers = 0;
  const refused = DOMException;
  for (const name of ['Worker', 'SharedWorker']) {
    maker(globalThis, name, { construct: (target, args, newTarget) => {
      if (++workers > maxWorkers) throw new refused(`Failed to construct '${name}': Access to the script is denied.`, 'SecurityError');
      return construct(target, [dressed(args[0]), ...args.slice(1)], newTarget);
    } });
  }

  if (isWorker) {
    fact(NavigatorOf, 'platform', facts.platform);
    const languages = Object.freeze([...facts.languages]);
    fact(NavigatorOf, 'languages', languages);
    fact(NavigatorOf, 'language', languages[0]);
    fact(NavigatorOf, 'userAgent', facts.userAgent);
    fact(NavigatorOf, 'appVersion', facts.userAgent.replace('Mozilla/', ''));
    if (facts.hints !== null && globalThis.NavigatorUAData) {
      const { brands, mobile, platform, ...high } = facts.hints;
      const copy = (list) => Object.freeze(list.map((one) => ({ ...one })));
      getter(proto('NavigatorUAData'), 'brands', (native, self) => { apply(native, self, []); return copy(brands); });
      fact(proto('NavigatorUAData'), 'mobile', mobile);
      fact(proto('NavigatorUAData'), 'platform', platform);
      method(proto('NavigatorUAData'), 'toJSON', (native, self, args) => { apply(native, self, args); return { brands: copy(brands), mobile, platform }; });
      method(proto('NavigatorUAData'), 'getHighEntropyValues', async (native, self, args) => {
        const is = await apply(native, self, args);
        const told = { ...is, brands: copy(brands), mobile, platform };
        for (const name of Object.keys(high)) if (name in is) told[name] = high[name];
        return told;
      });
    }
    return null;
  }

  // --- window.chrome
  if (!facts.isApple && !window.chrome) {
    const nameless = (function () {}).bind(); // prints as "function () { [native code] }"
    const named = (name, run) => { const fake = mark(run, nameless); define(fake, 'name', { value: '', configurable: true }); return [name, fake]; };
    const began = performance.timeOrigin;
    const loaded = () => (performance.getEntriesByType('navigation')[0] || {});
    const secs = (ms) => (began + (ms || 0)) / 1000;
    const chrome = Object.fromEntries([
      named('loadTimes', () => {
        const at = loaded();
        return { requestTime: secs(0), startLoadTime: secs(0), commitLoadTime: secs(at.responseStart), finishDocumentLoadTime: at.domContentLoadedEventEnd ? secs(at.domContentLoadedEventEnd) : 0, finishLoadTime: at.loadEventEnd ? secs(at.loadEventEnd) : 0, firstPaintTime: secs(at.responseEnd), firstPaintAfterLoadTime: 0, navigationType: 'Other', wasFetchedViaSpdy: true, wasNpnNegotiated: true, npnNegotiatedProtocol: 'h2', wasAlternateProtocolAvailable: false, connectionInfo: 'h2' };
      }),
      named('csi', () => ({ startE: Math.round(began), onloadT: Math.round(began + (loaded().domContentLoadedEventEnd || 0)), pageT: performance.now(), tran: 15 })),
    ]);
    if (!facts.isMobile) {
      const app = {
        isInstalled: false,
        ...Object.fromEntries([named('getDetails', () => null), named('getIsInstalled', () => false), named('installState', (then) => { setTimeout(then, 0, 'not_installed'); }), named('runningState', () => 'cannot_run')]),
        InstallState: { DISABLED: 'disabled', INSTALLED: 'installed', NOT_INSTALLED: 'not_installed' }, RunningState: { CANNOT_RUN: 'cannot_run', READY_TO_RUN: 'ready_to_run', RUNNING: 'running' },
      };
      define(chrome, 'app', { value: app, writable: true, enumerable: true, configurable: true });
    }
    define(window, 'chrome', { value: chrome, writable: true, enumerable: true, configurable: false });
  }

  // --- the screen around the window, and the window around the page
  const { availHeight, availTop } = facts.screen;
  fact(proto('Screen'), 'availHeight', availHeight);
  fact(proto('Screen'), 'availTop', availTop || null);
  if (!facts.isMobile) {
    // Input that comes by protocol says the same for page and screen, as if the window had no bars above the page.
    const bars = facts.barsHeight;
    getter(proto('MouseEvent'), 'screenY', (native, self) => { const is = apply(native, self, []); return self.isTrusted ? is + bars : is; });
    if (window.top === window) { fact(window, 'screenY', availTop || null); fact(window, 'screenTop', availTop || null); }
  }

  // --- the PDF viewer's plug-ins, the same in every browser that has one (HTML standard, 8.9.1.6)
  if (facts.hasPdfViewer && navigator.plugins.length === 0) {
    const about = 'Portable Document Format';
    const values = new WeakMap();
    const is = (owner, name) => getter(owner, name, (native, self) => { const known = weakGet(values, self); return known && name in known ? known[name] : apply(native, self, []); });
    const keep = (self, known) => { weakSet(values, self, known); return self; };
    const fill = (list, items, nameOf) => {
      items.forEach((item, index) => define(list, index, { value: item, enumerable: true, configurable: true }));
      items.forEach((item) => define(list, nameOf(item), { value: item, enumerable: false, configurable: true }));
      return keep(list, { length: items.length, items, nameOf });
    };
    const types = ['application/pdf', 'text/pdf'].map((type) => keep(Object.create(MimeType.prototype), { type, suffixes: 'pdf', description: about, enabledPlugin: null }));
    const plugins = ['PDF Viewer', 'Chrome PDF Viewer', 'Chromium PDF Viewer', 'Microsoft Edge PDF Viewer', 'WebKit built-in PDF'].map((name) => {
      const plugin = fill(Object.create(Plugin.prototype), types, (type) => weakGet(values, type).type);
      return keep(plugin, { ...weakGet(values, plugin), name, filename: 'internal-pdf-viewer', description: about });
    });
    for (const type of types) weakGet(values, type).enabledPlugin = plugins[0];
    const lists = { plugins: fill(Object.create(PluginArray.prototype), plugins, (plugin) => weakGet(values, plugin).name), mimeTypes: fill(Object.create(MimeTypeArray.prototype), types, (type) => weakGet(values, type).type) };
    for (const owner of [PluginArray, MimeTypeArray, Plugin]) {
      is(owner.prototype, 'length');
      method(owner.prototype, 'item', (native, self, args) => { const known = weakGet(values, self); return known ? known.items[args[0] >>> 0] || null : apply(native, self, args); });
      method(owner.prototype, 'namedItem', (native, self, args) => { const known = weakGet(values, self); return known ? known.items.find((item) => known.nameOf(item) === `${args[0]}`) || null : apply(native, self, args); });
    }
    method(PluginArray.prototype, 'refresh', (native, self, args) => (weakGet(values, self) ? undefined : apply(native, self, args)));
    for (const name of ['name', 'filename', 'description']) is(Plugin.prototype, name);
    for (const name of ['type', 'suffixes', 'description', 'enabledPlugin']) is(MimeType.prototype, name);
    for (const name of ['plugins', 'mimeTypes']) fact(NavigatorOf, name, lists[name]);
    fact(NavigatorOf, 'pdfViewerEnabled', true);
  }

  return { method, getter, setter, maker };
})
