import { defineDetector, quoted } from '../finding.ts';
import { unpack } from '../unpack.ts';

/** Mining in the visitor's browser without asking. The deed is a miner that runs; a name in a text is a news page. */
const signals = {
  'pool-socket': 'The page opened a WebSocket that speaks a mining pool\'s language or bears its name.',
  'miner-started': 'A script of the page starts a known miner library.',
  'miner-script': 'The page loads a script that bears the name of a known miner.',
  'wasm-workers-socket': 'Without a gesture, the page compiled WebAssembly, started workers and opened a WebSocket.',
  'miner-words': 'A script carries words of the mining protocol together with WebAssembly or workers.',
} as const;

const poolHosts = /(?:^|[./-])(?:coinhive|coin-hive|cryptoloot|crypto-loot|coinimp|minero|webmine(?:pool|r)?|monerominer|minexmr|supportxmr|moneroocean|nanopool|xmrpool|hashvault|cryptonight|jsecoin|deepminer|authedmine|2miners|f2pool|stratum|minergate|nicehash)(?:[./:-]|$)/i;
const minerScripts = /(?:coinhive|coin-hive|cryptoloot|crypto-loot|coinimp|deepminer|webmr|webminerpool|webmine|authedmine|jsecoin|cryptonight|cn\.wasm|xmrig|minero\.cc|monero(?:ocean)?|perfekt|crypta)[\w.-]{0,30}\.(?:js|wasm)|\/lib\/(?:coinhive|miner)\b|(?:^|[/._-])miner(?:\.min)?\.js/i;
const starts = /new\s{1,5}(?:CoinHive|CryptoLoot|CRLT|Client|CoinImp|deepMiner|WMP|Miner)\s{0,3}\.\s{0,3}(?:Anonymous|User|Token)\s{0,3}\(|\b(?:CoinHive|CRLT|deepMiner|CoinImp|Client)\s{0,3}\.\s{0,3}Anonymous\s{0,3}\(|\bstartMining\s{0,3}\(\s{0,3}["'`]/;
const protocol = /\bjob_id\b|\bstratum\+|["'`]submit["'`][^;]{0,80}nonce|\bhashes?PerSecond\b|\bcryptonight\w{0,10}\b|["'`]type["'`]\s{0,3}:\s{0,3}["'`](?:auth|hash_accepted|getjob)["'`]|\brandomx\b|throttleMiner|\bsite_key\b/gi;

export const cryptojacking = defineDetector<keyof typeof signals>({
  name: 'cryptojacking',
  needs: ['scripts', 'behaviour', 'requests'],
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
      const code = `${script.text}\n${unpack(script.text)}`;
      const start = starts.exec(code)?.[0];
      if (start !== undefined) report('miner-started', { ...said, ...where, says: `A script starts a miner: ${quoted(start, 60)}.` });
      const words = new Set([...code.matchAll(protocol)].slice(0, 200).map(([word]) => word.toLowerCase().replace(/\s/g, '')));
      if (words.size >= 2 && /WebAssembly|new\s{1,5}Worker|asm\.js|importScripts/.test(code)) report('miner-words', { ...said, ...where, says: `A script speaks a mining pool's language: ${quoted([...words].slice(0, 4).join(', '))}.` });
    }
    const remote = page.documents.flatMap(({ resources }) => resources).find((url) => minerScripts.test(url) || poolHosts.test(url));
    if (remote !== undefined) report('miner-script', { ...said, part: 'html', at: remote, says: `The page loads ${quoted(remote)}, the name of a miner.` });
  },
});
