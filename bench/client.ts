/**
 * The client library's copy of the list: memory a listing against the least that any code could take, the size of a
 * delta of 1,000 changes as the server sends it (protobuf and JSON), and the time to apply it to 5 million, checksum
 * and all, against making the list anew from its prefixes. Interleaved, medians of the rounds.
 *
 *     node --import tsx bench/client.ts [listings] [rounds]
 */
import { createHash } from 'node:crypto';
import { bigEndian } from '../client/bytes.ts';
import { PackedList } from '../client/packed-list.ts';
import { encodeRice } from '../reputation/safebrowsing/rice.ts';
import { hashList } from '../reputation/safebrowsing/v5.ts';

const count = Number(process.argv[2] ?? 5_000_000);
const rounds = Number(process.argv[3] ?? 5);

let state = 1;
const random = (): number => {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return (mixed ^ (mixed >>> 14)) >>> 0;
};
const prefixes = Uint32Array.from({ length: count }, random).sort().filter((prefix, at, all) => at === 0 || prefix !== all[at - 1]);
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const secs = (work: () => void): number => { const startedAt = process.cpuUsage(); work(); const { user, system } = process.cpuUsage(startedAt); return (user + system) / 1e6; };

const list = PackedList.of(prefixes);
const least = (prefixes.length * (Math.log2(2 ** 32 / prefixes.length) + Math.LOG2E)) / 8;
console.log(`${prefixes.length.toLocaleString('en')} prefixes of 4 bytes in ${list.bytes.toLocaleString('en')} bytes: ${(list.bytes / prefixes.length).toFixed(3)} a listing, ${(list.bytes / least).toFixed(4)} of the least that any code could take`);
console.log(`a hash that is not listed matches with ${(100 * prefixes.length / 2 ** 32).toFixed(3)} %`);
// Of real hashes: the generator above repeats itself more often than they do.
const probes = Array.from({ length: 100_000 }, (_, number) => createHash('sha256').update(`probe ${number}`).digest().readUInt32BE());
let [hits, asked] = [0, 0];
const lookups = secs(() => { for (; asked < 200_000; asked += 1) if (list.has(asked % 2 === 0 ? probes[asked / 2] ?? 0 : prefixes[random() % prefixes.length] ?? 0)) hits += 1; });
console.log(`${Math.round(asked / lookups).toLocaleString('en')} hashes a second (CPU), half of them listed; ${(100 * (hits - asked / 2) / (asked / 2)).toFixed(3)} % false matches among the others`);

const removals = Uint32Array.from(new Set(Array.from({ length: 500 }, () => random() % prefixes.length))).sort();
const additions = Uint32Array.from(new Set(Array.from({ length: 2000 }, random).filter((prefix) => !list.has(prefix)).slice(0, 500))).sort();
const coded = (numbers: Uint32Array) => { const { first, parameter, count: entriesCount, data } = encodeRice(numbers, 1); return { firstValue: first[0] ?? 0, riceParameter: parameter, entriesCount, encodedData: data }; };
const delta = { name: 'se-4b', version: new Uint8Array(31), partialUpdate: true, additionsFourBytes: coded(additions), compressedRemovals: coded(removals), minimumWaitDuration: { seconds: 900 }, sha256Checksum: new Uint8Array(32) };
console.log(`a delta of ${removals.length} removals and ${additions.length} additions: ${hashList.toBytes(delta).length} bytes as protobuf, ${JSON.stringify(hashList.toJson(delta)).length} as JSON`);

const anew = prefixes.filter((_, at) => !removals.includes(at));
const target = new Uint32Array(anew.length + additions.length);
target.set(anew);
target.set(additions, anew.length);
target.sort();
const checksum = (numbers: Uint32Array): string => createHash('sha256').update(bigEndian(numbers)).digest('hex');
const wanted = checksum(target);
const times = { apply: [] as number[], checked: [] as number[], rebuilt: [] as number[] };
for (let round = 0; round < rounds; round += 1) {
  let updated = list;
  times.apply.push(secs(() => { updated = list.updated(removals, additions); }));
  times.checked.push(secs(() => { if (checksum(updated.toArray()) !== wanted) throw new Error('the updated list is another'); }));
  times.rebuilt.push(secs(() => { PackedList.of(target); }));
}
const [apply, checked, rebuilt] = [median(times.apply), median(times.checked), median(times.rebuilt)];
console.log(`applied in ${apply.toFixed(3)} s, its checksum in ${checked.toFixed(3)} s more (CPU); made anew from its prefixes it takes ${rebuilt.toFixed(3)} s: ${(rebuilt / (apply + checked)).toFixed(2)} times`);
