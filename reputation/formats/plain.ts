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
    for await (const { expression } of listings) yield expression;
  },
};
