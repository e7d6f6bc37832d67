/*
 * Runs first in every document of a visit, in the page's own world: tells what the page does to its visitor
 * and when it has come to rest. `config` is put in as JSON by crawler/collectors/behaviour.ts:
 *   binding       name of the reporting function; taken and removed before the page can see it
 *   maxTimerMs    a timer due later than this is not waited for
 * A report is one string, "kind\nunprompted\ncount\nvia\ndetail"; "rest" and "busy" say whether the document is at rest,
 * "later" that a timer is due after the page is watched, "waits\ntype" for which event on the window, the document or
 * its body the page waits, "parsed" that the page's own document is there (Chromium's events for it fail to come where a page hands over to
 * another program while it loads).
 * What it replaces is replaced by page/person.js, whose answer is the second argument; page/code.js, the third, watches more with it.
 * All built-ins are taken before the page's first script: what the page redefines later does not reach this code.
 */
/* global EventTarget, performance, Performance, UserActivation, HTMLInputElement */
(function (config, disguise, watchCode) {
  'use strict';
  const { method, getter, setter, maker } = disguise;
  const send = globalThis[config.binding];
  if (typeof send !== 'function') return;
  delete globalThis[config.binding];

  const { apply, construct, getOwnPropertyDescriptor, defineProperty } = Reflect;
  const text = String;
  const uncurry = (method) => (self, ...args) => apply(method, self, args);
  const slice = uncurry(String.prototype.slice);
  const lower = uncurry(String.prototype.toLowerCase);
  const test = uncurry(RegExp.prototype.test);
  const mapGet = uncurry(Map.prototype.get);
  const mapSet = uncurry(Map.prototype.set);
  const mapDelete = uncurry(Map.prototype.delete);
  const mapHas = uncurry(Map.prototype.has);
  const then = uncurry(Promise.prototype.then);
  const listen = uncurry(EventTarget.prototype.addEventListener);
  const setTimer = globalThis.setTimeout;
  const perf = performance;
  const now = uncurry(Performance.prototype.now);
  const activation = navigator.userActivation;
  const isActive = activation && uncurry(getOwnPropertyDescriptor(UserActivation.prototype, 'isActive').get);

  const counts = new Map();
  const maxKinds = 200;
  let kinds = 0;
  /** Sends the 1st, 10th, 100th, ... of the same, so that a flood costs little. */
  const report = (kind, detail, via = '') => {
    let said;
    try { said = slice(text(detail), 0, 4096); } catch { said = 'unprintable'; }
    const key = kind + '\n' + via + '\n' + slice(said, 0, 200);
    const count = (mapGet(counts, key) || 0) + 1;
    if (count === 1 && ++kinds > maxKinds) return;
    mapSet(counts, key, count);
    let power = 1;
    while (power < count) power *= 10;
    if (power === count) send(kind + '\n' + (isActive && isActive(activation) ? '0' : '1') + '\n' + count + '\n' + via + '\n' + said);
  };

  const replace = (owner, name, handler) => (handler.construct ? maker(owner, name, handler) : method(owner, name, handler.apply));
  /** Reports a call, then lets it happen. */
  const watch = (owner, name, kind, describe, via) => replace(owner, name, {
    apply(target, self, args) {
      try { const said = describe(args, self); if (said !== null) report(kind, said, via); } catch { /* the page's argument would not be read */ }
      return apply(target, self, args);
    },
  });
  const watchNew = (name, kind, describe, owner = globalThis, tell = null) => replace(owner, name, {
    construct(target, args, newTarget) {
      try { report(kind, describe(args)); } catch { /* as above */ }
      const made = construct(target, args, newTarget);
      try { if (tell) tell(made, args); } catch { /* as above */ }
      return made;
    },
  });
  /** Lets a call happen, and tells of its answer. */
  const after = (owner, name, tell) => replace(owner, name, {
    apply(target, self, args) {
      const answer = apply(target, self, args);
      try { tell(answer, args, self); } catch { /* as above */ }
      return answer;
    },
  });
  const proto = (name) => globalThis[name] && globalThis[name].prototype;

  // --- clipboard
  watch(proto('Clipboard'), 'writeText', 'clipboard-write', (args) => args[0], 'async');
  watch(proto('Clipboard'), 'write', 'clipboard-write', (args) => {
    for (const item of args[0]) for (const type of item.types) if (test(/^text\//, type)) then(item.getType(type), (blob) => then(blob.text(), (value) => report('clipboard-write', value, 'async')));
    return null;
  });
  for (const name of ['readText', 'read']) watch(proto('Clipboard'), name, 'clipboard-read', () => name, 'async');
  let copied = null;
  watch(proto('DataTransfer'), 'setData', 'clipboard-write', (args) => {
    const event = window.event;
    if (!event || (event.type !== 'copy' && event.type !== 'cut') || !test(/text/i, text(args[0]))) return null;
    copied = text(args[1]);
    return copied;
  }, 'copy-event');
  const selectedText = () => {
    const field = document.activeElement;
    if (field && typeof field.value === 'string' && typeof field.selectionStart === 'number') return slice(field.value, field.selectionStart, field.selectionEnd);
    return text(document.getSelection());
  };
  replace(proto('Document'), 'execCommand', {
    apply(target, self, args) {
      const command = lower(text(args[0]));
      if (command === 'paste') report('clipboard-read', 'paste', 'exec-command');
      if (command !== 'copy' && command !== 'cut') return apply(target, self, args);
      const selected = selectedText();
      copied = null;
      const done = apply(target, self, args);
      // What a copy listener put there was reported by setData.
      if (copied === null) report('clipboard-write', selected, 'exec-command');
      return done;
    },
  });

  // --- what takes the screen, the keyboard or the visitor's patience
  for (const name of ['requestFullscreen', 'webkitRequestFullscreen', 'webkitRequestFullScreen']) watch(proto('Element'), name, 'fullscreen', (_, self) => self.tagName);
  watch(proto('Element'), 'requestPointerLock', 'pointer-lock', (_, self) => self.tagName);
  watch(proto('Keyboard'), 'lock', 'keyboard-lock', (args) => (args[0] ? text(args[0]) : 'all keys'));
  watch(globalThis.Notification, 'requestPermission', 'notification-request', () => 'Notification.requestPermission');
  watch(proto('PushManager'), 'subscribe', 'notification-request', () => 'PushManager.subscribe');
  for (const name of ['getCurrentPosition', 'watchPosition']) watch(proto('Geolocation'), name, 'permission-request', () => 'geolocation');
  watch(proto('MediaDevices'), 'getUserMedia', 'permission-request', (args) => (args[0] && args[0].video ? 'camera' : 'microphone'));
  watch(proto('MediaDevices'), 'getDisplayMedia', 'permission-request', () => 'screen');
  replace(globalThis, 'print', { apply: () => report('print', 'window.print') });
  watch(proto('Navigator'), 'vibrate', 'vibrate', (args) => args[0]);
  for (const name of ['pushState', 'replaceState']) watch(proto('History'), name, 'history-push', () => name);
  watch(proto('HTMLMediaElement'), 'play', 'audio', (_, self) => self.currentSrc || self.src);
  watch(proto('AudioScheduledSourceNode'), 'start', 'audio', () => 'Web Audio');
  watch(proto('SpeechSynthesis'), 'speak', 'audio', (args) => args[0].text);
  /** What a page may wait for before it shows itself. */
  const gates = { __proto__: null, mousemove: 1, mouseover: 1, mouseenter: 1, pointermove: 1, scroll: 1, wheel: 1, keydown: 1, keyup: 1, keypress: 1, click: 1, mousedown: 1, mouseup: 1, pointerdown: 1, touchstart: 1, touchmove: 1, touchend: 1, focus: 1 };
  const waiting = { __proto__: null };
  const waits = (type, on) => {
    if (gates[type] !== 1 || waiting[type] === 1 || !(on === undefined || on === null || on === window || on === document || on === document.body || on === document.documentElement)) return;
    waiting[type] = 1;
    send('waits\n' + type);
  };
  method(proto('EventTarget'), 'addEventListener', (native, self, args) => {
    if (args[0] === 'beforeunload') report('beforeunload', 'listener');
    else if (typeof args[0] === 'string') waits(args[0], self);
    return apply(native, self, args);
  });
  // Handlers of the body are the window's.
  for (const type in gates) for (const owner of [window, proto('Document'), proto('HTMLElement')]) setter(owner, 'on' + type, (native, self, value) => { if (typeof value === 'function') waits(type, self); apply(native, self, [value]); });
  setter(window, 'onbeforeunload', (native, self, value) => { if (typeof value === 'function') report('beforeunload', 'handler'); apply(native, self, [value]); });
  /** Chromium lets a page ask forever; after this many the page's own loop is ended by an error. */
  const maxDialogs = 12;
  let dialogs = 0;
  for (const name of ['alert', 'confirm', 'prompt']) {
    replace(globalThis, name, {
      apply(target, self, args) {
        if (++dialogs > maxDialogs) throw new TypeError('Illegal invocation');
        return apply(target, self, args);
      },
    });
  }
  /** Each line costs the crawler a message; a flood of them would be paid by the visits beside this one. */
  const maxLines = 300;
  let lines = 0;
  for (const name of ['log', 'info', 'warn', 'error', 'debug', 'dir', 'dirxml', 'table', 'trace', 'group', 'groupCollapsed', 'count', 'assert', 'timeEnd', 'timeLog', 'clear']) {
    replace(console, name, { apply: (target, self, args) => (++lines > maxLines ? undefined : apply(target, self, args)) });
  }
  /** Chromium without a window has no popup blocker; a person's lets one through a press, and none without. */
  const maxWindows = 5;
  let windows = 0;
  replace(globalThis, 'open', { apply: (target, self, args) => (++windows > maxWindows ? null : apply(target, self, args)) });
  for (const type of ['contextmenu', 'keydown']) {
    listen(window, type, (event) => {
      if (!event.isTrusted) return;
      setTimer(() => {
        if (event.defaultPrevented || event.returnValue === false) report(type === 'keydown' ? 'key-blocked' : 'contextmenu-blocked', type === 'keydown' ? event.key : type);
      }, 0);
    }, true);
  }

  // --- machinery
  for (const name of ['Worker', 'SharedWorker']) watchNew(name, 'worker', (args) => args[0]);
  watchNew('WebSocket', 'websocket', (args) => args[0]);
  for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection']) watchNew(name, 'webrtc', (args) => (args[0] && args[0].iceServers && args[0].iceServers[0] ? args[0].iceServers[0].urls : 'no server'));
  for (const name of ['write', 'writeln']) watch(proto('Document'), name, 'document-write', (args) => (text(args[0]).length > 32 ? args[0] : null));
  const compile = (args) => { const code = args.length ? text(args[args.length - 1]) : ''; if (code.length > 32) report('eval', code); };
  replace(globalThis, 'Function', {
    apply(target, self, args) { compile(args); return apply(target, self, args); },
    construct(target, args, newTarget) { compile(args); return construct(target, args, newTarget); },
  });

  watchCode({ report, watch, watchNew, after, getter, slice, test, text, then, proto });

  // --- wallets: the provider is absent for this visitor, but who asks for it is told
  for (const name of ['ethereum', 'solana', 'tronWeb']) {
    if (name in window) continue;
    defineProperty(window, name, {
      configurable: true, enumerable: false,
      get() { report('wallet-request', name); return undefined; },
      set(value) { defineProperty(window, name, { value, configurable: true, enumerable: true, writable: true }); },
    });
  }
  listen(window, 'eip6963:requestProvider', () => report('wallet-request', 'eip6963:requestProvider'), true);

  // --- secrets read and then sent
  const secretName = /pass|pwd|card|cvv|cvc|iban|seed|mnemonic|otp|pin/i;
  let lastRead = null;
  getter(HTMLInputElement.prototype, 'value', (native, self) => {
    const value = apply(native, self, []);
    try { if (self.type === 'password' || test(secretName, self.name + self.autocomplete)) lastRead = { name: self.name || self.type, at: now(perf) }; } catch { /* not an input */ }
    return value;
  });
  const sent = (to) => (lastRead !== null && now(perf) - lastRead.at < 3000 ? lastRead.name + ' -> ' + slice(text(to), 0, 1000) : null);
  watch(globalThis, 'fetch', 'field-read', (args) => sent(args[0] && args[0].url ? args[0].url : args[0]));
  watch(proto('XMLHttpRequest'), 'open', 'field-read', (args) => sent(args[1]));
  watch(proto('Navigator'), 'sendBeacon', 'field-read', (args) => sent(args[0]));
  watch(proto('WebSocket'), 'send', 'field-read', (_, self) => sent(self.url));

  // --- who tests the visitor
  getter(proto('Navigator'), 'webdriver', (native, self) => { report('environment-test', 'navigator.webdriver'); return apply(native, self, []); });

  // --- at rest: nothing changed for a while and no timer is about to fire
  const restMs = 100;
  const stepMs = 40;
  const timers = new Map();
  let isLater = false;
  const wrapTimer = (name, isInterval) => {
    const set = globalThis[name];
    replace(globalThis, name, {
      apply(target, self, args) {
        const handler = args[0];
        const delay = +args[1] || 0;
        if (typeof handler === 'string' && handler.length > 32) report('eval', handler);
        const id = apply(target, self, args);
        if (!isLater && delay <= 90000 && (isInterval ? delay >= 200 : delay > config.maxTimerMs)) { isLater = true; send('later'); }
        if (typeof handler !== 'function' || delay <= 0 || delay > config.maxTimerMs || (isInterval && delay < 200)) return id;
        mapSet(timers, id, true);
        // One of ours, due right after it, tells that it has run: the page's own function is not wrapped, which its stack would show.
        if (!isInterval) setTimer(() => mapDelete(timers, id), delay);
        stir();
        return id;
      },
    });
    return set;
  };
  wrapTimer('setTimeout', false);
  wrapTimer('setInterval', true);
  for (const name of ['clearTimeout', 'clearInterval']) replace(globalThis, name, { apply(target, self, args) { if (mapHas(timers, args[0])) mapDelete(timers, args[0]); return apply(target, self, args); } });
  let resting = false;
  let polling = false;
  let stirredAt = now(perf);
  const stir = () => {
    stirredAt = now(perf);
    if (resting) { resting = false; send('busy'); }
    if (!polling) { polling = true; setTimer(poll, stepMs); }
  };
  const timersSize = getOwnPropertyDescriptor(Map.prototype, 'size').get;
  let isParsed = window.top !== window;
  const poll = () => {
    polling = false;
    if (!isParsed && document.readyState !== 'loading') { isParsed = true; send('parsed'); }
    if (document.readyState === 'complete' && apply(timersSize, timers, []) === 0 && now(perf) - stirredAt >= restMs) { resting = true; send('rest'); return; }
    polling = true;
    setTimer(poll, stepMs);
  };
  new MutationObserver(stir).observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
  send('busy');
  stir();
})
