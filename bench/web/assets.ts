import { pngOf } from '../../intake/mail/png.ts';
import { Seeded } from './random.ts';

/** A photograph's cost in a PNG: soft gradients with some noise in them, so that it neither packs to nothing nor decodes for nothing. */
export const picture = (width: number, height: number, seed: number): Buffer => {
  const random = new Seeded(seed);
  const [red, green, blue] = [random.between(0, 255), random.between(0, 255), random.between(0, 255)];
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0, at = 0; y < height; y++) {
    at++; // filter 0
    for (let x = 0; x < width; x++) {
      const noise = x % 4 === 0 ? (random.next() * 8) | 0 : 0;
      rows[at++] = (red + (x * 90) / width + noise) & 255;
      rows[at++] = (green + (y * 90) / height + noise) & 255;
      rows[at++] = (blue + ((x + y) * 60) / (width + height) + noise) & 255;
    }
  }
  return pngOf({ width, height, bits: 8, colours: 3 }, rows, 4);
};

/** A library as pages load them: many functions that are never called, and a start that does some work. */
export const library = (name: string, functions: number, work: number): string => {
  const random = new Seeded(functions * 31 + work);
  const body = Array.from({ length: functions }, (_, index) => `
  function ${name}${index}(options, list) {
    var settings = Object.assign({ depth: ${random.between(1, 9)}, name: "${name}-${index}", flags: [${random.between(0, 9)}, ${random.between(0, 9)}] }, options || {}), found = [];
    for (var i = 0; i < (list || []).length; i++) { if (list[i] && list[i].kind === settings.name) { found.push({ at: i, value: String(list[i].value).toLowerCase() }); } else if (settings.depth > ${random.between(1, 5)}) { found.push(null); } }
    return found.length ? found.reduce(function (sum, row) { return sum + (row ? row.at : ${random.between(0, 9)}); }, 0) : settings;
  }
  api["${name}${index}"] = ${name}${index};`).join('');
  return `(function (root) { 'use strict';
  var api = root["${name}"] = {};${body}
  var table = {}, rows = [];
  for (var i = 0; i < ${work}; i++) { table["k" + (i % 997)] = i * 7 % 1013; rows.push({ kind: "${name}-" + (i % 50), value: "V" + i }); }
  rows.sort(function (a, b) { return a.value < b.value ? -1 : 1; });
  for (var f = 0; f < 20; f++) { var one = api["${name}" + f]; if (one) { one({}, rows.slice(0, 200)); } }
  api.state = JSON.parse(JSON.stringify(table));
})(window);
`;
};

/** A style sheet as a framework ships it: most of its rules match nothing. */
export const styleSheet = (rules: number): string => {
  const random = new Seeded(rules);
  const utility = Array.from({ length: rules }, (_, index) => `.u-${index}{margin:${random.between(0, 40)}px ${random.between(0, 40)}px;padding:${random.between(0, 20)}px;color:#${random.between(0x100000, 0xffffff).toString(16)}}@media (min-width:${random.between(400, 1400)}px){.u-${index}:hover{transform:translateY(-${random.between(1, 4)}px)}}`).join('');
  return `*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,sans-serif;color:#222}header,footer{background:#10314f;color:#fff;padding:16px 32px}header nav a{color:#fff;margin-right:16px}
main{max-width:1100px;margin:24px auto;padding:0 16px}.grid{display:grid;grid-template-columns:repeat(4,1fr);gap:16px}.card{border:1px solid #ddd;border-radius:8px;padding:12px;box-shadow:0 1px 4px rgba(0,0,0,.15);transition:transform .2s}
.card img{width:100%;height:auto;border-radius:6px}.two{display:grid;grid-template-columns:2fr 1fr;gap:24px}.hero{height:380px;background-size:cover;display:flex;align-items:end;padding:24px}.panel{max-width:380px;margin:60px auto;padding:32px;border-radius:10px;box-shadow:0 4px 24px rgba(0,0,0,.2)}
label{display:block;margin:12px 0 4px}input,select{width:100%;padding:10px;border:1px solid #bbb;border-radius:6px}button{padding:10px 20px;border:0;border-radius:6px;background:#1769aa;color:#fff}
.banner{position:fixed;bottom:0;left:0;right:0;background:#fff;padding:16px;box-shadow:0 -2px 8px rgba(0,0,0,.3)}.spin{animation:spin 1s linear infinite;width:32px;height:32px;border:4px solid #ccc;border-top-color:#333;border-radius:50%}@keyframes spin{to{transform:rotate(360deg)}}
table{border-collapse:collapse;width:100%}td,th{border:1px solid #ddd;padding:4px 8px}pre{background:#f4f4f4;padding:12px;overflow:auto}${utility}`;
};
