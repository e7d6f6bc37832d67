import { pageState } from '../../../classifiers/detectors/page-state.ts';
import { formOf, scriptOf } from '../capture-builder.ts';
import { describeDetector } from './table.ts';

const article = Array.from({ length: 300 }, () => 'word').join(' ');

describeDetector(pageState, [
  { page: 'an article', raises: [], sketch: { title: 'Storm', body: article } },
  { page: 'an article about suspended accounts', raises: [], sketch: { title: 'Fraud', body: `Your account has been suspended, says the message. ${Array.from({ length: 100 }, () => 'word').join(' ')}` } },
  { page: 'a page with a captcha in its contact form', raises: [], sketch: { body: article, scripts: [scriptOf('x', 'https://challenges.cloudflare.com/turnstile/v0/api.js')] } },
  { page: 'a login on an error page', raises: [], sketch: { title: '404 Not Found', body: 'Not Found', forms: [formOf(['password'])] } },
  { page: 'a lure that dresses as a challenge', raises: [], sketch: { title: 'Just a moment', body: 'Verify you are human by pressing the keys below and wait' } },
  { page: 'a real challenge', raises: ['challenge'], sketch: { status: 403, title: 'Just a moment...', body: 'Checking your browser', scripts: ['window._cf_chl_opt = {}'] } },
  { page: 'a parked name', raises: ['parked'], sketch: { title: 'harbour.test', body: 'This domain is for sale. Related searches: boats' } },
  { page: 'a suspended site', raises: ['suspended'], sketch: { title: 'Account Suspended', body: 'This account has been suspended. Contact your hosting provider.' } },
  { page: 'an error with status 200', raises: ['error-page'], sketch: { title: '404 Not Found', body: 'The page could not be found' } },
  { page: 'a fresh server', raises: ['default-page'], sketch: { title: 'Welcome to nginx!', body: 'If you see this page, the web server is successfully installed' } },
  { page: 'a listing', raises: ['directory-listing'], sketch: { title: 'Index of /files', body: 'Parent Directory a.txt b.txt' } },
  { page: 'nothing', raises: ['empty'], sketch: {} },
]);
