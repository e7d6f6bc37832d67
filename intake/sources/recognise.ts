import { adblock } from './adblock.ts';
import type { Source, SourceProblem } from './contract.ts';
import { csv, isUrlHeader } from './csv.ts';
import { eml } from './eml.ts';
import { hosts } from './hosts.ts';
import { jsonLines } from './json-lines.ts';
import { mbox } from './mbox.ts';
import { phishtank } from './phishtank.ts';
import { plain } from './plain.ts';
import { threatfox } from './threatfox.ts';
import { urlhausJson } from './urlhaus-json.ts';

/** What the first bytes say: a source that reads it, or why nobody can. */
export type Recognition =
  | { readonly source: Source }
  | { readonly problem: Extract<SourceProblem, 'html' | 'empty' | 'utf-16' | 'archive' | 'binary'> };

/** How many unpacked bytes are enough to tell: past the comments that feeds begin with. */
export const recogniseBytes = 16_384;

const archives: readonly (readonly number[])[] = [[0x50, 0x4b, 0x03, 0x04], [0x42, 0x5a, 0x68], [0xfd, 0x37, 0x7a, 0x58, 0x5a], [0x28, 0xb5, 0x2f, 0xfd], [0x37, 0x7a, 0xbc, 0xaf], [0x1f, 0x8b]];

/** Tells the format from the start of the unpacked input. Plain is what is none of the others. */
export const recogniseSource = (firstBytes: Uint8Array): Recognition => {
  const head = firstBytes.subarray(0, recogniseBytes);
  if (archives.some((magic) => magic.every((byte, index) => head[index] === byte))) return { problem: 'archive' };
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return { problem: 'utf-16' };
  const text = Buffer.from(head).toString('utf8').replace(/^\ufeff/, '').trimStart();
  if (text === '') return { problem: 'empty' };
  if (/^From \S{1,200} .{0,80}\d\d:\d\d/.test(text)) return { source: mbox };
  if (isMail(text)) return { source: eml };
  if (text.slice(0, 1024).includes('\0')) return { problem: 'binary' };
  if (/^(?:<!doctype|<html|<head|<body|<\?xml|<!--)/i.test(text)) return { problem: 'html' };
  if (/^\[\s*\{/.test(text) || /^\[\s*\]/.test(text)) return { source: phishtank };
  if (/^\{\s*"[^"]{1,64}"\s*:\s*\[/.test(text)) return { source: text.includes('"ioc_value"') ? threatfox : urlhausJson };
  if (text.startsWith('{')) return { source: jsonLines };
  return { source: byLines(text.split('\n', 200).map((line) => line.trim()).filter((line) => line !== '')) };
};

const mailField = /^(?:return-path|received|delivered-to|from|to|subject|date|message-id|mime-version|content-type|dkim-signature|reply-to|x-[a-z-]{1,40}|arc-[a-z-]{1,40}|authentication-results):/i;

/** Two header fields of a mail in its first lines; folded lines go with the one before. */
const isMail = (text: string): boolean => {
  const lines = text.slice(0, 4096).split(/\r?\n/, 12).filter((line) => !/^\s/.test(line));
  return mailField.test(lines[0] ?? '') && lines.filter((line) => mailField.test(line)).length >= 2;
};

const byLines = (lines: readonly string[]): Source => {
  const isAdblock = /^\[adblock/i.test(lines[0] ?? '') || lines.some((line) => line.startsWith('||') && line.includes('^'));
  if (isAdblock) return adblock;
  const data = lines.filter((line) => !line.startsWith('#'));
  if (data.some((line) => /^(?:0\.0\.0\.0|127\.0\.0\.1|::1?)\s+\S/.test(line))) return hosts;
  const first = data[0] ?? '';
  const isCsv = isUrlHeader(first) || /^"[^"]*"[,;\t]/.test(first) || /^[^\s,:/?]{1,64}[,;\t]/.test(first) || lines.some((line) => /^#\s*id,dateadded,url/.test(line));
  return isCsv ? csv : plain;
};
