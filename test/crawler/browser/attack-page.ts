/**
 * A page that reaches inward by every road that a page has. It runs in the browser as text: functions here are
 * serialised and see nothing of this module.
 */
export interface Attack {
  readonly name: string;
  /** How it is heard of: `ends` resolves when the page is told that it failed; others are only seen at the proxy. */
  readonly run: string;
}

/** Each gets `url`, `wsUrl` and `host`, all of one inward target; a promise it gives is awaited. */
export const attacks: readonly Attack[] = [
  { name: 'img', run: 'element("img", { src: url })' },
  { name: 'script', run: 'element("script", { src: url })' },
  { name: 'stylesheet', run: 'element("link", { rel: "stylesheet", href: url })' },
  { name: 'css-image', run: 'void (document.body.style.backgroundImage = "url(" + url + ")")' },
  { name: 'font', run: 'new FontFace("x", "url(" + url + ")").load().then(reached, () => "failed")' },
  { name: 'iframe', run: 'element("iframe", { src: url })' },
  { name: 'object', run: 'element("object", { data: url })' },
  { name: 'embed', run: 'element("embed", { src: url })' },
  { name: 'video', run: 'element("video", { src: url })' },
  { name: 'fetch', run: 'fetch(url, { mode: "no-cors" }).then(reached, () => "failed")' },
  { name: 'fetch-post', run: 'fetch(url, { method: "POST", mode: "no-cors", body: "x" }).then(reached, () => "failed")' },
  { name: 'xhr', run: 'new Promise((end) => { const x = new XMLHttpRequest(); x.onloadend = () => end(x.status === 0 ? "failed" : "reached"); x.open("GET", url); x.send(); })' },
  { name: 'beacon', run: 'void navigator.sendBeacon(url, "x")' },
  { name: 'eventsource', run: 'new Promise((end) => { const s = new EventSource(url); s.onopen = () => end("reached"); s.onerror = () => { s.close(); end("failed"); }; })' },
  { name: 'websocket', run: 'new Promise((end) => { const s = new WebSocket(wsUrl); s.onopen = () => end("reached"); s.onclose = () => end("failed"); })' },
  { name: 'form-post', run: 'form(url)' },
  { name: 'worker', run: 'new Promise((end) => { const w = new Worker(URL.createObjectURL(new Blob(["fetch(" + JSON.stringify(url) + ", { mode: \'no-cors\' }).then(() => postMessage(\'reached\'), () => postMessage(\'failed\'))"]))); w.onmessage = ({ data }) => end(data); })' },
  { name: 'import-scripts', run: 'new Promise((end) => { const w = new Worker(URL.createObjectURL(new Blob(["try { importScripts(" + JSON.stringify(url) + "); postMessage(\'reached\') } catch { postMessage(\'failed\') }"]))); w.onmessage = ({ data }) => end(data); })' },
  { name: 'service-worker', run: 'viaServiceWorker(url)' },
  { name: 'module-import', run: 'import(url).then(reached, () => "failed")' },
  { name: 'prefetch', run: 'void element("link", { rel: "prefetch", href: url })' },
  { name: 'preload', run: 'void element("link", { rel: "preload", as: "image", href: url })' },
];

/** Roads that may lead nowhere at all (not even to the proxy); the canary and the network log judge them. */
export const silentAttacks: readonly Attack[] = [
  { name: 'dns-prefetch', run: 'void element("link", { rel: "dns-prefetch", href: "//" + host })' },
  { name: 'preconnect', run: 'void element("link", { rel: "preconnect", href: url })' },
  { name: 'speculation-rules', run: 'void speculate(url)' },
  { name: 'webtransport', run: 'typeof WebTransport === "undefined" ? "failed" : new WebTransport(url.replace("http:", "https:")).ready.then(reached, () => "failed")' },
  { name: 'webrtc', run: 'gather(host, port)' },
];

const library = `
const reached = () => 'reached';
const element = (tag, attributes) => new Promise((end) => {
  const made = document.createElement(tag);
  made.onerror = () => end('failed');
  made.onload = () => end(tag === 'iframe' || tag === 'object' || tag === 'embed' ? 'unknown' : 'reached');
  Object.assign(made, attributes);
  document.body.append(made);
});
const form = (action) => {
  const name = 'target' + Math.random();
  const made = document.createElement('form');
  const frame = document.createElement('iframe');
  frame.name = name;
  Object.assign(made, { action, method: 'POST', target: name });
  document.body.append(frame, made);
  made.submit();
};
const speculate = (url) => {
  const made = document.createElement('script');
  made.type = 'speculationrules';
  made.textContent = JSON.stringify({ prefetch: [{ source: 'list', urls: [url], eagerness: 'immediate' }], prerender: [{ source: 'list', urls: [url], eagerness: 'immediate' }] });
  document.body.append(made);
};
const viaServiceWorker = async (url) => {
  await navigator.serviceWorker.register('/sw.js');
  const { active } = await navigator.serviceWorker.ready;
  return new Promise((end) => {
    navigator.serviceWorker.onmessage = ({ data }) => end(data);
    active.postMessage(url);
  });
};
const gather = async (host, port) => {
  const urls = ['stun:' + host + ':' + port, 'turn:' + host + ':' + port + '?transport=udp', 'turn:' + host + ':' + port + '?transport=tcp', 'turns:' + host + ':' + port + '?transport=tcp'];
  const peer = new RTCPeerConnection({ iceServers: urls.map((u) => ({ urls: u, username: 'u', credential: 'c' })) });
  const candidates = [];
  peer.onicecandidate = ({ candidate }) => { if (candidate?.candidate) candidates.push(candidate.candidate); };
  peer.createDataChannel('x');
  await peer.setLocalDescription(await peer.createOffer());
  await new Promise((end) => {
    if (peer.iceGatheringState === 'complete') end();
    peer.onicegatheringstatechange = () => { if (peer.iceGatheringState === 'complete') end(); };
  });
  peer.close();
  return candidates.length === 0 ? 'failed' : 'reached: ' + candidates.join(' ');
};
`;

export const serviceWorker = `
self.onmessage = ({ data, source }) => fetch(data, { mode: 'no-cors' }).then(() => source.postMessage('reached'), () => source.postMessage('failed'));
self.onactivate = (event) => event.waitUntil(self.clients.claim());
`;

export interface AttackRun {
  readonly attack: Attack;
  /** Host and port of the inward target. */
  readonly host: string;
  readonly port: number;
}

/** A page whose `window.outcomes` resolves to one text a run, in order: "failed", "unknown", or what got through. */
export function attackPage(runs: readonly AttackRun[]): string {
  const calls = runs.map(({ attack, host, port }) => {
    const [url, wsUrl] = [`http://${host}:${port}/`, `ws://${host}:${port}/`].map((text) => JSON.stringify(text));
    return `((url, wsUrl, host, port) => (${attack.run}))(${url}, ${wsUrl}, ${JSON.stringify(host)}, ${port})`;
  });
  const thunks = calls.map((call) => `async () => (await ${call}) ?? 'unknown'`);
  return `<!doctype html><title>attack</title><body><script>${library}
window.outcomes = Promise.all([${thunks.join(',\n')}].map((run) => run().catch((error) => 'failed')));</script>`;
}
