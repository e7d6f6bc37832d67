import type { Hop } from '../../../records/index.ts';
import { redirect } from '../../../classifiers/detectors/redirect.ts';
import { formOf } from '../capture-builder.ts';
import { describeDetector } from './table.ts';

const way = (by: Hop['by'], ...urls: string[]): Hop[] => urls.slice(1).map((to, index) => ({ from: urls[index] ?? '', to, by, status: by === 'http' ? 302 : null, atMs: index }));
const to = (finalUrl: string, hops: Hop[]) => ({ url: hops[0]?.from ?? finalUrl, finalUrl, hops });

describeDetector(redirect, [
  { page: 'HTTP to HTTPS, then to www', raises: [], sketch: to('https://www.a.test/', way('http', 'http://a.test/', 'https://a.test/', 'https://www.a.test/')) },
  { page: 'a short link to a museum', raises: [], sketch: to('https://museum.test/', way('http', 'https://lnq.test/x', 'https://museum.test/')) },
  { page: 'a brand\'s own login behind its other domain', raises: [], sketch: { ...to('https://marlow-id.test/login', way('http', 'https://harbour.test/', 'https://marlow-id.test/login')), forms: [formOf(['password'], { frameUrl: 'https://marlow-id.test/login' })] } },
  { page: 'four owners', raises: ['many-owners'], sketch: to('https://d.test/', way('http', 'https://a.test/', 'https://b.test/', 'https://c.test/', 'https://d.test/')) },
  { page: 'two kinds of redirect', raises: ['mixed-means'], sketch: { url: 'https://a.test/', finalUrl: 'https://c.test/', hops: [...way('http', 'https://a.test/', 'https://b.test/'), ...way('script', 'https://b.test/', 'https://c.test/')] } },
  { page: 'an open redirect', raises: ['open-redirect'], sketch: to('https://b.test/x', way('http', 'https://a.test/out?to=https%3A%2F%2Fb.test%2Fx', 'https://b.test/x')) },
  { page: 'a way to a look-alike', raises: ['to-look-alike'], sketch: to('https://marlowbank-check.test/', way('http', 'https://a.test/', 'https://marlowbank-check.test/')) },
  { page: 'a way to a stranger\'s login', raises: ['to-secret'], sketch: { ...to('https://b.test/', way('http', 'https://a.test/', 'https://b.test/')), forms: [formOf(['password'])] } },
  { page: 'a shortener before a login', raises: ['from-shortener'], sketch: { ...to('https://b.test/', way('http', 'https://bit.ly/x', 'https://b.test/')), forms: [formOf(['password'])] } },
]);
