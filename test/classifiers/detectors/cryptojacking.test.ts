import { cryptojacking } from '../../../classifiers/detectors/cryptojacking.ts';
import { behaviourOf, scriptOf } from '../capture-builder.ts';
import { describeDetector } from './table.ts';

describeDetector(cryptojacking, [
  { page: 'a game in WebAssembly with a worker', raises: [], sketch: { body: 'Play', behaviour: [behaviourOf('wasm', 'level.wasm'), behaviourOf('worker', 'level.js')] } },
  { page: 'a chat with a WebSocket', raises: [], sketch: { behaviour: [behaviourOf('websocket', 'wss://chat.example.test/rooms')] } },
  { page: 'news about a miner', raises: [], sketch: { body: 'Coinhive closed in 2019.', scripts: ['console.log("read")'] } },
  { page: 'a carousel that is a mine of pictures', raises: [], sketch: { scripts: [scriptOf('x', 'https://pages.example.test/js/determiner.js')] } },
  { page: 'a WebSocket to a pool', raises: ['pool-socket'], sketch: { behaviour: [behaviourOf('websocket', 'wss://ws1.pool.minexmr.test/proxy')] } },
  { page: 'WebAssembly, workers and a WebSocket unasked', raises: ['wasm-workers-socket'], sketch: { behaviour: [behaviourOf('wasm'), behaviourOf('worker', 'w.js', true, 4), behaviourOf('websocket', 'wss://a.other.test/')] } },
  { page: 'a miner that is started', raises: ['miner-started'], sketch: { scripts: ["var m = new CoinHive.Anonymous('key'); m.start();"] } },
  { page: 'a miner\'s script', raises: ['miner-script'], sketch: { scripts: [scriptOf('x', 'https://cdn.other.test/lib/coinhive.min.js')] } },
  { page: 'a script that speaks the protocol', raises: ['miner-words'], sketch: { scripts: ['var w = new Worker("c.js"); ws.send(JSON.stringify({type: "auth", params: {site_key: k}})); job.job_id'] } },
]);
