import { lookalikeHost } from '../../../classifiers/detectors/lookalike-host.ts';
import { formOf } from '../capture-builder.ts';
import { describeDetector } from './table.ts';

const on = (host: string, path = '/') => ({ url: `https://${host}${path}` });
const asks = { forms: [formOf(['password'])] };

describeDetector(lookalikeHost, [
  { page: 'the brand\'s own host', raises: [], sketch: on('login.marlowbank.test') },
  { page: 'a host like no brand\'s', raises: [], sketch: on('the-harbour-post.test') },
  { page: 'a word two letters from a short label', raises: [], sketch: on('vallom.test') },
  { page: 'a brand\'s name in the path of a magazine', raises: [], sketch: on('harbour-post.test', '/money/marlowbank-raises-fees') },
  { page: 'another script\'s letters', raises: ['homograph'], sketch: on('xn--mrlowbank-0yh.test') },
  { page: 'digits for letters', raises: ['homograph'], sketch: on('mar1owbank.test') },
  { page: 'digits for letters, with a login', raises: ['homograph', 'homograph-asks'], sketch: { ...on('mar1owbank.test'), ...asks } },
  { page: 'a letter too many', raises: ['typo'], sketch: on('marlowbannk.test') },
  { page: 'two letters that changed places', raises: ['typo'], sketch: on('kestrelpsot.test') },
  { page: 'a brand\'s name among other words', raises: ['combo'], sketch: on('marlowbank-secure-login.test') },
  { page: 'a hyphenated label among other words', raises: ['combo'], sketch: on('marlow-id-check.test') },
  { page: 'a brand\'s name glued to a word of a lure', raises: ['combo', 'combo-asks'], sketch: { ...on('kestrelpostverify.test'), ...asks } },
  { page: 'a brand\'s name as a platform\'s tenant', raises: ['combo'], sketch: on('marlowbank-login.github.io') },
  { page: 'a brand\'s domain in front of another', raises: ['deceptive-suffix'], sketch: on('marlowbank.test.account-check.test') },
  { page: 'a brand\'s name as a sub-domain', raises: ['brand-subdomain'], sketch: on('kestrelpost.cheap-hosting.test') },
  { page: 'a brand\'s domain in the path', raises: ['brand-path'], sketch: on('hacked-bakery.test', '/x/marlowbank.test/index.php') },
  { page: 'many hyphens', raises: ['many-hyphens'], sketch: on('a-b-c-d-e.test') },
  { page: 'a very long host', raises: ['very-long'], sketch: on(`${'a'.repeat(30)}.${'b'.repeat(20)}.test`) },
]);
