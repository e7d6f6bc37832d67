import type { SourceProblem } from '../sources/contract.ts';

/** Where in a mail a URL stood. */
export type MailPlace = 'text' | 'html' | 'attached-html' | 'pdf' | 'calendar' | 'qr-code' | 'text-file';

/** One finding in a mail, or why a part of it could not be looked into; the rest goes on. */
export type MailItem =
  | { readonly kind: 'url'; readonly url: string; readonly place: MailPlace }
  | { readonly kind: 'problem'; readonly problem: SourceProblem };

/** Caps of one mail: what lies beyond is told, and not looked at. */
export const mailCaps = {
  /** Larger mails are refused unread: no lure is larger, and reading takes several times as much memory. */
  bytes: 32_000_000,
  parts: 1000,
  /** Parts inside of parts, and mails inside of mails. */
  depth: 30,
  urls: 2000,
  /** Of pictures that are looked at for codes. */
  pictures: 20,
  pictureBytes: 5_000_000,
  /** What one mail's archives and packed PDF streams may unpack to, all together. */
  unpackedBytes: 100_000_000,
  /** Archives inside of archives. */
  archiveDepth: 3,
  archiveFiles: 200,
  /** Passwords that are tried on an archive. */
  passwords: 20,
} as const;

/** What is left of a mail's allowance while it is read. */
export interface Allowance { unpackedBytes: number; pictures: number }
export const wholeAllowance = (): Allowance => ({ unpackedBytes: mailCaps.unpackedBytes, pictures: mailCaps.pictures });
