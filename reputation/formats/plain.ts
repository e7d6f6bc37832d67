import { isoTime, type ExportFormat } from './contract.ts';

/** One expression a line. */
export const plain: ExportFormat = {
  name: 'plain',
  contentType: 'text/plain; charset=utf-8',
  about: 'One Safe Browsing expression a line ("host/", "host/path?query"), without scheme; lines that start with # are comments.',
  lineEnd: '\n',
  async *lines(listings, { nowMs }) {
    yield '# Harrier: expressions that are listed';
    yield `# ${isoTime(nowMs)}`;
    // What was canonicalised is printable ASCII; anything else is no expression, and could end the line.
    for await (const { expression } of listings) if (/^[!-~]+$/.test(expression)) yield expression;
  },
};
