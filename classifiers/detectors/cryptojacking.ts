import { valueOr } from '../../records/index.ts';
import { defineDetector, quoted } from '../finding.ts';
import { unpacked } from '../unpack.ts';

/** Mining in the visitor's browser without asking. The deed is a miner that runs; a name in a text is a news page. */
const signals = {
  'pool-socket': 'The page opened a WebSocket that speaks a mining pool\'s language or bears its name.',
  'miner-started': 'A script of the page starts a known miner library.',
  'miner-script': 'The page loads a script that bears the name of a known miner.',
  'miner-name': 'The page loads a script that is called a miner.',
  'miner-element': 'The page has an element that a known miner library starts by itself.',
  'wasm-mines': 'A compiled WebAssembly module has the functions of a mining hash.',
  'wasm-workers-socket': 'Without a gesture, the page compiled WebAssembly, started workers and opened a WebSocket.',
  'miner-words': 'A script carries words of the mining protocol together with WebAssembly or workers.',
} as const;

const poolHosts = /(?:^|[./-])(?:coinhive|coin-hive|cryptoloot|crypto-loot|coinimp|minero|webmine(?:pool|r)?|monerominer|minexmr|supportxmr|moneroocean|nanopool|xmrpool|hashvault|cryptonight|jsecoin|deepminer|authedmine|2miners|f2pool|stratum|minergate|nicehash)(?:[./:-]|$)/i;
const minerScripts = /(?:coinhive|coin-hive|cryptoloot|crypto-loot|coinimp|deepminer|webmr|webminerpool|webmine|authedmine|jsecoin|cryptonight|cn\.wasm|xmrig|minero\.cc|monero(?:ocean)?|perfekt|crypta)[\w.-]{0,30}\.(?:js|wasm)|\/lib\/coinhive\b/i;
const minerNames = /(?:^|[/._-])(?:xmr|monero|crypto|web|js|cpu|coin)?-?miner(?:\.min)?\.(?:js|wasm)(?:$|[?#])/i;
const minerElements = /class\s{0,3}=\s{0,3}\\?["']?[^"'>]{0,60}\b(?:coinhive|coin-hive|cryptoloot|coinimp|authedmine|webminepool)-?(?:miner|captcha|simple-ui)\b|data-hashes\s{0,3}=\s{0,3}["']?\d/i;
const hashNames = /crypto_?night|cn_(?:slow_)?hash|randomx|hash_cn|argon2|yescrypt|\bcn_|ghostrider|verushash/i;
const starts = /new\s{1,5}(?:CoinHive|CryptoLoot|CRLT|Client|CoinImp|deepMiner|WMP|Miner)\s{0,3}\.\s{0,3}(?:Anonymous|User|Token)\s{0,3}\(|\b(?:CoinHive|CRLT|deepMiner|CoinImp|Client)\s{0,3}\.\s{0,3}Anonymous\s{0,3}\(|\bstartMining\s{0,3}\(\s{0,3}["'`]/;
const protocol = /\bjob_id\b|\bstratum\+|["'`]submit["'`][^;]{0,80}nonce|\bhashes?PerSecond\b|\bcryptonight\w{0,10}\b|["'`]type["'`]\s{0,3}:\s{0,3}["'`](?:auth|hash_accepted|getjob)["'`]|\brandomx\b|throttleMiner|\bsite_key\b/gi;

export const cryptojacking = defineDetector<keyof typeof signals>({
  name: 'cryptojacking',
  needs: ['scripts', 'behaviour', 'requests', 'html'],
  signals,
  detect(subject, report) {
    const { page } = subject;
    const said = { threat: 'cryptojacking' } as const;
    const sockets = [...page.behaviour.filter(({ kind }) => kind === 'websocket').map(({ detail }) => detail), ...page.requests.filter(({ type, url }) => type === 'websocket' || /^wss?:/i.test(url)).map(({ url }) => url)];
    const pool = sockets.find((url) => poolHosts.test(url) || /[/?&](?:stratum|pool|miner|proxy\?.{0,40}(?:algo|coin))/i.test(url));
    if (pool !== undefined) report('pool-socket', { ...said, part: 'behaviour', at: pool, says: `The page opened a connection to a mining pool: ${quoted(pool)}.` });
    const workers = page.behaviour.filter(({ kind, unprompted }) => kind === 'worker' && unprompted).reduce((sum, { count }) => sum + count, 0);
    const wasm = page.behaviour.some(({ kind, unprompted }) => kind === 'wasm' && unprompted);
    if (wasm && workers >= 1 && sockets.length > 0) report('wasm-workers-socket', { ...said, part: 'behaviour', at: `${workers} workers, ${sockets[0] ?? ''}`, says: `Unasked, the page compiled WebAssembly, started ${workers} workers and opened a WebSocket to ${quoted(sockets[0] ?? '')}.` });
    for (const [index, script] of page.scripts.entries()) {
      const where = { part: 'scripts', at: `script ${index}${script.url === null ? '' : `, ${script.url}`}` } as const;
      if (script.url !== null && (minerScripts.test(script.url) || poolHosts.test(script.url))) report('miner-script', { ...said, ...where, says: `The page loads ${quoted(script.url)}, the name of a miner.` });
      const { code: plain, revealed } = unpacked(script.text);
      const code = `${script.text}\n${plain === script.text ? '' : plain}\n${revealed}`;
      const start = starts.exec(code)?.[0];
      if (start !== undefined) report('miner-started', { ...said, ...where, says: `A script starts a miner: ${quoted(start, 60)}.` });
      const words = new Set([...code.matchAll(protocol)].slice(0, 200).map(([word]) => word.toLowerCase().replace(/\s/g, '')));
      if (words.size >= 2 && /WebAssembly|new\s{1,5}Worker|asm\.js|importScripts/.test(code)) report('miner-words', { ...said, ...where, says: `A script speaks a mining pool's language: ${quoted([...words].slice(0, 4).join(', '))}.` });
    }
    const hash = valueOr(subject.capture.parts.wasm, []).flatMap(({ imports, exports }) => [...exports, ...imports]).find((name) => hashNames.test(name));
    if (hash !== undefined && !/argon2/i.test(hash)) report('wasm-mines', { ...said, part: 'wasm', at: hash, says: `A compiled WebAssembly module has ${quoted(hash, 60)}, a function of a mining hash.` });
    const element = [valueOr(subject.capture.parts.html, ''), ...valueOr(subject.capture.parts.frames, []).map(({ dom }) => dom)].map((text) => minerElements.exec(text.slice(0, 500_000))?.[0]).find((found) => found !== undefined);
    if (element !== undefined) report('miner-element', { ...said, part: 'html', at: element, says: `The page has an element that starts a miner: ${quoted(element, 80)}.` });
    const named = [...page.documents.flatMap(({ resources }) => resources), ...page.scripts.flatMap(({ url }) => url ?? [])].find((url) => minerNames.test(url));
    if (named !== undefined) report('miner-name', { ...said, part: 'html', at: named, says: `The page loads ${quoted(named)}.` });
    const remote = page.documents.flatMap(({ resources }) => resources).find((url) => minerScripts.test(url) || poolHosts.test(url));
    if (remote !== undefined) report('miner-script', { ...said, part: 'html', at: remote, says: `The page loads ${quoted(remote)}, the name of a miner.` });
  },
});
