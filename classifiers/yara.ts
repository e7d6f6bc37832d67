import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { initSync, Compiler, Scanner } from '@virustotal/yara-x';
import { z } from 'zod';
import { threatSchema, type Threat } from '../records/index.ts';
import { ruleLevels, type RuleLevel } from './rules/rule.ts';

/**
 * YARA rules over bodies (YARA-X, as WebAssembly). One file a set: `programs.yar` for downloads, `pages.yar` for
 * bodies that are pages or scripts. A set is compiled once, when it is first asked for. A rule says in its
 * metadata what it means: `about` (a sentence), `level`, `threat`.
 */
export interface YaraMatch {
  readonly rule: string;
  readonly about: string;
  readonly level: RuleLevel;
  readonly threat: Threat | null;
  /** Byte offset of the first pattern that was found; 0 where the condition alone decided. */
  readonly offset: number;
}

export const yaraSets = ['programs', 'pages'] as const;
export type YaraSet = (typeof yaraSets)[number];

/** Bodies are cut here: three quarters from the head, the rest from the tail. */
const maxBytes = 8_388_608;
const timeoutMs = 1000;
const maxMatchesPerPattern = 10;

/** Rules of the set that fit. Throws Error where a scan takes longer than a second: the detector then counts as failed. */
export const scanBody = (set: YaraSet, body: Uint8Array): YaraMatch[] => {
  const result = resultSchema.parse(scannerOf(set).scan(body.length <= maxBytes ? body : Buffer.concat([body.subarray(0, maxBytes * 0.75), body.subarray(-maxBytes * 0.25)])));
  if (!result.valid) throw new Error(`YARA did not finish: ${result.errors.join('; ').slice(0, 200)}`);
  return result.matches.filter(({ isPrivate }) => !isPrivate).map(({ identifier, metadata, patterns }) => {
    const meta = metaSchema.parse(Object.fromEntries(metadata.map(({ identifier: name, value }) => [name, value])));
    return { rule: identifier, ...meta, offset: patterns.flatMap(({ matches }) => matches[0]?.offset ?? []).toSorted((a, b) => a - b)[0] ?? 0 };
  });
};

const metaSchema = z.object({ about: z.string(), level: z.enum(ruleLevels), threat: threatSchema.nullable().default(null) });
const resultSchema = z.object({
  valid: z.boolean(),
  errors: z.array(z.string()).default([]),
  matches: z.array(z.object({
    identifier: z.string(), isPrivate: z.boolean(),
    metadata: z.array(z.object({ identifier: z.string(), value: z.unknown() })),
    patterns: z.array(z.object({ matches: z.array(z.object({ offset: z.number() })) })),
  })).default([]),
});

const folder = fileURLToPath(new URL('./yara-rules', import.meta.url));
const scanners = new Map<YaraSet, Scanner>();
let isReady = false;

const scannerOf = (set: YaraSet): Scanner => {
  const known = scanners.get(set);
  if (known !== undefined) return known;
  if (!isReady) {
    const entry = createRequire(import.meta.url).resolve('@virustotal/yara-x/package.json');
    initSync({ module: readFileSync(path.join(path.dirname(entry), 'pkg/yara_x_js_bg.wasm')) });
    isReady = true;
  }
  const compiler = new Compiler();
  // Throws with line and reason where a rule is wrong.
  for (const file of readdirSync(folder).filter((name) => name === `${set}.yar`)) compiler.addSource(readFileSync(path.join(folder, file), 'utf8'));
  const scanner = new Scanner(compiler.build());
  scanner.setTimeoutMs(timeoutMs);
  scanner.setMaxMatchesPerPattern(maxMatchesPerPattern);
  scanners.set(set, scanner);
  return scanner;
};
