/**
 * Letters that look like other letters. `skeleton` maps a host label to what the eye reads; `foldWord`
 * does it for words of a text only where scripts are mixed, so that honest Russian or Greek stays as it is.
 * Source: the rows of Unicode TR 39's confusables that stand for Latin letters and digits and are allowed
 * in host names, checked by hand, 2026-11. Not in it: characters that NFKC already folds.
 */
const rows: Readonly<Record<string, string>> = {
  a: 'аαɑạảãàáâäåāăąǎȧ', b: 'ьƅɓḅ', c: 'сϲćčçĉċƈ', d: 'ԁɗđďḍ', e: 'еєҽẹẻẽèéêëēĕėęě', f: 'ƒḟ', g: 'ɡցğĝģġǧ', h: 'һհĥħḥ',
  i: 'іıιɩìíîïĩīĭįǐịỉ', j: 'јʝĵ', k: 'κкķḳƙ', l: 'ӏⅼłľĺļḷ', m: 'мṃɱ', n: 'ոռńñņňṅṇη', o: 'оοօσöòóôõøōŏőọỏơ', p: 'рρṗ', q: 'ԛզ', r: 'гŕřŗṛɍ',
  s: 'ѕśŝşšṣș', t: 'тτţťŧṭț', u: 'υսµùúûüũūŭůűųụủư', v: 'ѵνṿ', w: 'ԝωŵẁẃẅѡ', x: 'хχẋ', y: 'уүγýÿŷỳỵ', z: 'ᴢźżžẓ',
};
const lookAlike = new Map(Object.entries(rows).flatMap(([letter, alike]) => [...alike].map((character) => [character, letter] as const)));

const invisible = /\p{Cf}|\u034f|[\u115f\u1160\u3164]|[\u17b4\u17b5]|[\ufe00-\ufe0f]/gu;

/** Lower case, compatibility forms folded, invisible characters gone, white space single. */
export const foldText = (text: string): string =>
  text.normalize('NFKC').replace(invisible, '').toLowerCase().replace(/\s+/g, ' ').replace(/[\p{L}\p{N}]+/gu, foldWord);

const foldWord = (word: string): string => {
  if (!/[a-z]/.test(word) || /^[\x20-\x7e]*$/.test(word) || !/[\u0370-\u058f]/.test(word)) return word;
  return Array.from(word, (character) => lookAlike.get(character) ?? character).join('');
};

/** What the eye reads in a host label: "раураӏ" and "paypaI" both give "paypal"; "rn" reads "m", "vv" reads "w". */
export const skeleton = (label: string): string =>
  Array.from(label.normalize('NFKC').replace(invisible, '').toLowerCase(), (character) => lookAlike.get(character) ?? character).join('');

/** Digits and letter pairs read as letters, for labels that spell a name with them: "paypa1", "rnicrosoft". */
export const unleet = (label: string): string =>
  label.replaceAll('rn', 'm').replaceAll('vv', 'w').replace(/[0134578$]/g, (digit) => leet[digit] ?? digit);
const leet: Readonly<Record<string, string>> = { '0': 'o', '1': 'l', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '$': 's' };
