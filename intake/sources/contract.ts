/**
 * A source reads one format. Its URLs are as the feed spells them (refanged); whether they are URLs is
 * the door's to say. A line that cannot be read is an item of its own and the rest goes on.
 */
export interface Source {
  /** As in `--format`, and part of what a person is told. */
  readonly name: string;
  /** Never throws for what is in the input; rejects only where reading the input itself does. */
  read(input: ByteStream): AsyncIterable<SourceItem>;
}

/** Unpacked bytes, in chunks of any size. */
export type ByteStream = AsyncIterable<Uint8Array>;

/** `line` counts from 1. */
export type SourceItem =
  | { readonly kind: 'url'; readonly line: number; readonly url: string }
  | { readonly kind: 'problem'; readonly line: number; readonly problem: SourceProblem };

/** Why a line, or all from a line on, could not be read. */
export const sourceProblems = {
  'line-too-long': 'the line is longer than 64 KiB',
  'not-utf8': 'the line is not valid UTF-8',
  'bad-csv': 'the line is no CSV record (a quote is not closed, or is followed by text)',
  'no-url-column': 'no column of the CSV holds URLs',
  'no-url': 'there is no URL in it',
  'bad-json': 'this entry is not valid JSON',
  'entry-too-large': 'this entry is larger than 1 MiB',
  'unsupported-rule': 'only whole-host rules (||host^) are taken',
  'truncated': 'the input ends in the middle; what came before was taken',
  'corrupt': 'the compressed input is damaged; what came before was taken',
  'expands-too-far': 'the compressed input expands more than 200 times, which no list of URLs does; reading stopped',
  'html': 'this is a web page and no feed; the download may have needed a login or a key',
  'empty': 'there is nothing in it',
  'utf-16': 'this is UTF-16 text; convert it to UTF-8',
  'archive': 'this is a zip, bzip2, xz or zstd archive; unpack it first',
  'binary': 'this is no text',
  'mail-too-large': 'the mail is larger than 32 MB; it was not read',
  'too-many-parts': 'the mail has more than 1,000 parts; it was not read',
  'nested-too-deep': 'parts of the mail lie more than 30 deep, or archives in it more than 3; those were not read',
  'broken-mail': 'this is no mail that can be read',
  'too-many-pictures': 'the mail has more than 20 pictures; codes in the others were not looked for',
  'pdf-locked': 'a PDF file in the mail is encrypted; its links were not read',
  'archive-locked': 'an archive in the mail is locked, and no password that the mail gives opens it',
  'archive-unsupported': 'an archive in the mail is RAR, 7-Zip, CAB or ISO, which are not unpacked; it was not read',
  'archive-broken': 'an archive in the mail is damaged; what could be read of it was taken',
  'archive-too-large': 'an archive in the mail unpacks to more than 100 MB, or to more than 200 files; the rest was left',
} as const;
export type SourceProblem = keyof typeof sourceProblems;
