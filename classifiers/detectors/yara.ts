import { valueOr } from '../../records/index.ts';
import type { Detector, Finding } from '../contract.ts';
import { plain, quoted } from '../finding.ts';
import { scanBody, type YaraMatch } from '../yara.ts';

/**
 * YARA over bodies: every download, and a main document that is no page (a picture with script, a bare script).
 * Pages have detectors and rules of their own; YARA over each would cost more than all of them.
 */
const signals = {
  'critical': 'A YARA rule of level critical fits a body: it does what only malware does.',
  'high': 'A YARA rule of level high fits a body.',
  'medium': 'A YARA rule of level medium fits a body.',
  'low': 'A YARA rule of level low fits a body.',
  'informational': 'A YARA rule of level informational fits a body.',
} as const;

export const yara: Detector = {
  name: 'yara',
  needs: ['downloads', 'html'],
  signals,
  detect({ capture, page }) {
    const findings = new Map<string, Finding>();
    const add = (match: YaraMatch, part: 'downloads' | 'html', where: string): void => {
      if (findings.has(match.rule)) return;
      findings.set(match.rule, {
        name: `yara/${match.level}`, threat: match.threat, brand: null,
        says: plain(`${match.about} (YARA rule ${match.rule}, ${where}.)`, 500), evidence: { part, at: `${match.rule} at byte ${match.offset}` },
      });
    };
    for (const [index, file] of page.downloads.entries()) {
      const where = `download ${index}, ${quoted(file.name, 60)}`;
      for (const match of scanBody('programs', file.body)) add(match, 'downloads', where);
      if (isText(file.body)) for (const match of scanBody('pages', file.body)) add(match, 'downloads', where);
    }
    const html = valueOr(capture.parts.html, '');
    if (html !== '' && /svg|javascript|ecmascript|hta|x-ms|text\/plain|octet/i.test(page.contentType ?? '')) {
      const body = Buffer.from(html);
      for (const set of ['programs', 'pages'] as const) for (const match of scanBody(set, body)) add(match, 'html', `the body, sent as ${page.contentType ?? 'nothing'}`);
    }
    return [...findings.values()];
  },
};

const isText = (body: Uint8Array): boolean => {
  const head = body.subarray(0, 2000);
  return head.length > 0 && head.every((byte) => byte >= 9) && head.filter((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 13).length === 0;
};
