import { cloaking } from '../../../classifiers/detectors/cloaking.ts';
import { downloadOf, formOf } from '../capture-builder.ts';
import { describeDetector } from './table.ts';

const words = (stem: string): string => Array.from({ length: 40 }, (_, n) => `${stem}${n}`).join(' ');
const first = { profile: 'windows-chrome', body: words('alpha') };
const second = { profile: 'android-chrome', body: words('alpha') };

describeDetector(cloaking, [
  { page: 'one visitor only', raises: [], sketch: first },
  { page: 'two visitors who saw the same', raises: [], sketch: second, previous: first },
  { page: 'a phone that is sent to the mobile host of the same owner', raises: [], sketch: { ...second, url: 'https://a.test/', finalUrl: 'https://m.a.test/' }, previous: { ...first, url: 'https://a.test/' } },
  { page: 'the same visitor twice', raises: [], sketch: { ...first, body: words('beta') }, previous: first },
  { page: 'a login for one only', raises: ['hides-secret'], sketch: { ...second, forms: [formOf(['password'])] }, previous: first },
  { page: 'another target for one', raises: ['other-target'], sketch: { ...second, url: 'https://a.test/', finalUrl: 'https://b.test/' }, previous: { ...first, url: 'https://a.test/' } },
  { page: 'a refusal for one', raises: ['refuses-some'], sketch: second, previous: { ...first, status: 404, outcome: 'gone' } },
  { page: 'another text for one', raises: ['other-text'], sketch: { ...second, body: words('beta') }, previous: first },
  { page: 'a file for one', raises: ['hides-download'], sketch: { ...second, downloads: [downloadOf('a.exe')] }, previous: first },
]);
