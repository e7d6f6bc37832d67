/*
 * What a page makes out of text, what it asks of the machine, and the doors that few pages need: called once by
 * page/observe.js, in the page's own world, with its tools:
 *   report(kind, detail, via)               tells it
 *   watch(owner, name, kind, describe)      reports a call (describe may answer null: nothing to tell), then lets it happen
 *   watchNew(name, kind, describe)          likewise for `new`
 *   after(owner, name, tell)                calls tell(result, args, self) once the call has answered
 *   getter, uncurry, slice, test, text, then, proto
 */
/* global WebAssembly */
(function (tools) {
  'use strict';
  const { report, watch, watchNew, after, getter, slice, test, text, then, proto } = tools;
  const { apply } = Reflect;

  // --- text that was packed. Short pieces are a page's everyday business; what decodes to code, markup, a URL or much text is told.
  const telling = /<\/?[a-z!]|function|=>|https?:|eval|\.(?:exe|ps1|hta|js|php)\b|powershell|document\.|window\./i;
  const isTelling = (value) => typeof value === 'string' && value.length >= 8 && (value.length >= 400 || test(telling, slice(value, 0, 2000)));
  const decoded = (via) => (value) => { if (isTelling(value)) report('decode', value, via); };
  after(globalThis, 'atob', decoded('atob'));
  for (const name of ['unescape', 'decodeURIComponent']) {
    after(globalThis, name, (value, args) => { if (typeof args[0] === 'string' && args[0].length >= 200 && value.length < args[0].length) decoded(name)(value); });
  }
  after(String, 'fromCharCode', (value, args) => { if (args.length >= 24) decoded('fromCharCode')(value); });

  // --- who tells machines apart
  const asked = (name) => () => name;
  watch(proto('HTMLCanvasElement'), 'toDataURL', 'fingerprint', asked('canvas'));
  watch(proto('HTMLCanvasElement'), 'toBlob', 'fingerprint', asked('canvas'));
  watch(proto('CanvasRenderingContext2D'), 'getImageData', 'fingerprint', asked('canvas'));
  for (const name of ['WebGLRenderingContext', 'WebGL2RenderingContext']) {
    watch(proto(name), 'getExtension', 'fingerprint', (args) => (args[0] === 'WEBGL_debug_renderer_info' ? 'webgl-renderer' : null));
    watch(proto(name), 'readPixels', 'fingerprint', asked('webgl-picture'));
  }
  watchNew('OfflineAudioContext', 'fingerprint', asked('audio'));
  let measured = 0;
  watch(proto('CanvasRenderingContext2D'), 'measureText', 'fingerprint', () => (++measured === 60 ? 'fonts' : null));
  watch(proto('MediaDevices'), 'enumerateDevices', 'fingerprint', asked('media-devices'));
  watch(proto('Navigator'), 'getBattery', 'fingerprint', asked('battery'));
  watch(proto('NavigatorUAData'), 'getHighEntropyValues', 'fingerprint', asked('client-hints'));
  for (const [owner, name] of [['Navigator', 'plugins'], ['Navigator', 'mimeTypes'], ['Navigator', 'hardwareConcurrency'], ['Navigator', 'deviceMemory'], ['Screen', 'colorDepth']]) {
    getter(proto(owner), name, (native, self) => { const is = apply(native, self, []); report('fingerprint', name); return is; });
  }

  // --- doors that few pages need
  watch(proto('HTMLFormElement'), 'submit', 'form-submit', (_, self) => self.action);
  watch(proto('HTMLFormElement'), 'requestSubmit', 'form-submit', (_, self) => self.action);
  watch(proto('ServiceWorkerContainer'), 'register', 'service-worker', (args) => args[0]);
  for (const name of ['get', 'create']) watch(proto('CredentialsContainer'), name, 'credential-request', (args) => (args[0] && args[0].publicKey ? 'public-key ' : args[0] && args[0].otp ? 'one-time-code ' : args[0] && (args[0].identity || args[0].federated) ? 'federated ' : 'password ') + name);
  watchNew('PaymentRequest', 'payment-request', (args) => (args[0] && args[0][0] ? args[0][0].supportedMethods : 'no method'));
  for (const [owner, name, what] of [['Bluetooth', 'requestDevice', 'bluetooth'], ['USB', 'requestDevice', 'usb'], ['HID', 'requestDevice', 'hid'], ['Serial', 'requestPort', 'serial'], ['Navigator', 'requestMIDIAccess', 'midi']]) watch(proto(owner), name, 'device-request', asked(what));
  for (const name of ['showOpenFilePicker', 'showSaveFilePicker', 'showDirectoryPicker']) watch(globalThis, name, 'file-picker', asked(name));
  watch(proto('Navigator'), 'registerProtocolHandler', 'protocol-handler', (args) => text(args[0]) + ' ' + text(args[1]));
  watch(proto('WakeLock'), 'request', 'wake-lock', asked('screen'));

  // --- WebAssembly: what a module asks for and offers says what it is
  if (!globalThis.WebAssembly) return;
  const { Module } = WebAssembly;
  const importsOf = Module.imports;
  const exportsOf = Module.exports;
  const sizeOf = (bytes) => (bytes && typeof bytes.byteLength === 'number' ? bytes.byteLength : 0);
  const stringify = JSON.stringify;
  /** A report holds 4 KiB. */
  const names = (rows, of) => { const said = []; for (let i = 0, room = 1600; i < rows.length && i < 100 && room > 0; i++) { said[i] = slice(of(rows[i]), 0, 100); room -= said[i].length + 3; } return said; };
  const describe = (module, bytes) => {
    try {
      report('wasm-module', stringify({ bytes, imports: names(importsOf(module), (row) => row.module + '.' + row.name), exports: names(exportsOf(module), (row) => row.name) }));
    } catch { /* it did not compile */ }
  };
  const whenDone = (promise, bytes) => { try { then(promise, (made) => describe(made.module || made, bytes), () => {}); } catch { /* no promise: the page's own */ } };
  for (const name of ['instantiate', 'compile', 'instantiateStreaming', 'compileStreaming']) {
    after(WebAssembly, name, (promise, args) => {
      report('wasm', name);
      if (args[0] instanceof Module) describe(args[0], 0);
      else whenDone(promise, sizeOf(args[0]));
    });
  }
  watchNew('Module', 'wasm', asked('Module'), WebAssembly, (module, args) => describe(module, sizeOf(args[0])));
})
