import { urlShape } from '../../../classifiers/detectors/url-shape.ts';
import { describeDetector } from './table.ts';

const at = (url: string) => ({ url });

describeDetector(urlShape, [
  { page: 'an ordinary URL', raises: [], sketch: at('https://www.harbour-post.test/2026/11/storm-over-the-coast') },
  { page: 'a brand\'s own login', raises: [], sketch: at('https://secure-login.marlowbank.test/account') },
  { page: 'an address', raises: ['ip-host'], sketch: at('http://198.51.100.7/') },
  { page: 'another script', raises: ['punycode'], sketch: at('https://xn--bcher-kva.test/') },
  { page: 'a dynamic name', raises: ['dynamic-dns'], sketch: at('https://thing.duckdns.org/') },
  { page: 'a tenant', raises: ['platform-tenant'], sketch: at('https://someone.github.io/') },
  { page: 'a host with words of a lure', raises: ['lure-words-host'], sketch: at('https://secure-login-check.test/') },
  { page: 'a path with words of a lure', raises: ['lure-words-path'], sketch: at('https://a-shop.test/verify/account') },
  { page: 'a risky suffix', raises: ['risky-suffix'], sketch: at('https://example.top/') },
  { page: 'a deep host', raises: ['deep-host'], sketch: at('https://a.b.c.d.harbour.test/') },
  { page: 'digits', raises: ['many-digits'], sketch: at('https://h123456.test/') },
  { page: 'a label drawn by lot', raises: ['random-label'], sketch: at('https://xkqzvbnmtr.test/') },
  { page: 'a program', raises: ['program-path'], sketch: at('https://harbour.test/a.exe') },
  { page: 'a login in a folder of a content system', raises: ['cms-folder', 'script-login'], sketch: at('https://bakery.test/wp-includes/x/login.php') },
  { page: 'an odd port', raises: ['odd-port'], sketch: at('https://harbour.test:8443/') },
  { page: 'somebody\'s address', raises: ['encoded-address'], sketch: at('https://harbour.test/?e=ann@mail.test') },
  { page: 'another owner\'s URL in a parameter', raises: ['redirect-parameter'], sketch: at('https://harbour.test/out?u=https://other.test/') },
  { page: 'a short link', raises: ['short-link'], sketch: at('https://bit.ly/x') },
]);
