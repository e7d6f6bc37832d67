import { submission } from '../../../classifiers/detectors/submission.ts';
import type { FormSubmission } from '../../../records/index.ts';
import { formOf, ownHost, requestOf } from '../capture-builder.ts';
import { describeDetector } from './table.ts';

const login = (over: Partial<FormSubmission> = {}): FormSubmission => ({
  pageUrl: `https://${ownHost}/`, action: `https://${ownHost}/in`, marker: 'hr0123456789', purposes: ['username', 'password'], outcome: 'stayed', endedAt: `https://${ownHost}/`, blockedHosts: [], atMs: 900, ...over,
});
const body = 'user=hr0123456789&pass=hr0123456789-Aa1%21';

describeDetector(submission, [
  { page: 'a login that is refused twice', raises: [], sketch: { submissions: [login(), login()], forms: [formOf(['username', 'password'])], requests: [requestOf(`https://${ownHost}/in`, { method: 'POST', postData: body })] } },
  { page: 'a login whose error has an address of its own', raises: [], sketch: { submissions: [login({ outcome: 'moved-on', endedAt: `https://${ownHost}/?error=1` }), login({ pageUrl: `https://${ownHost}/?error=1`, endedAt: `https://${ownHost}/?error=1` })], forms: [formOf(['username', 'password'])] } },
  { page: 'a registration that is taken, and asks for a card', raises: [], sketch: { submissions: [login({ purposes: ['name', 'email', 'password', 'password'], outcome: 'moved-on', endedAt: `https://${ownHost}/plan` })], forms: [formOf(['card-number', 'card-expiry'])] } },
  { page: 'a site whose counter learns the address alone', raises: [], sketch: { submissions: [login({ purposes: ['email', 'password'], blockedHosts: ['marlowbank.test'] })], requests: [requestOf('https://marlowbank.test/collect?u=hr0123456789%40example.com', { method: 'POST' })], forms: [formOf(['email', 'password'])] } },
  { page: 'a bank\'s login at its second domain', raises: [], sketch: { url: 'https://marlow-id.test/', submissions: [login({ pageUrl: 'https://marlow-id.test/' })], requests: [requestOf('https://login.marlowbank.test/in', { method: 'POST', postData: body })] } },
  { page: 'a form that was not sent', raises: [], sketch: { submissions: [login({ outcome: 'not-sent', purposes: [] })], requests: [requestOf('https://other.test/', { postData: body })] } },
  { page: 'a page that tries the login at the bank', raises: ['tried-at-brand'], sketch: { submissions: [login({ blockedHosts: ['login.marlowbank.test'] })], forms: [formOf(['username', 'password'])], requests: [requestOf('https://login.marlowbank.test/api', { method: 'POST', postData: '{"p":"hr0123456789-Aa1!"}' })] } },
  { page: 'a page that sends it to a bot', raises: ['sent-to-receiver'], sketch: { submissions: [login()], forms: [formOf(['username', 'password'])], requests: [requestOf('https://api.telegram.org/bot123456:AAabcdefghijklmnopqrstuvwxyz0123456/sendMessage', { method: 'POST', postData: body })] } },
  { page: 'a page that sends it to another owner', raises: ['sent-elsewhere'], sketch: { submissions: [login()], forms: [formOf(['username', 'password'])], requests: [requestOf('https://gate.other.test/p.php', { method: 'POST', postData: body })] } },
  { page: 'a page that takes any login and leaves to the bank', raises: ['left-to-brand'], sketch: { finalUrl: 'https://www.marlowbank.test/', submissions: [login({ outcome: 'moved-on', endedAt: 'https://www.marlowbank.test/' })] } },
  { page: 'a page that takes the same login the second time', raises: ['accepted-second'], sketch: { body: 'Thank you', submissions: [login(), login({ outcome: 'moved-on', endedAt: `https://${ownHost}/done` })] } },
  { page: 'a page that takes any login and asks for the card', raises: ['next-secret'], sketch: { submissions: [login({ outcome: 'moved-on', endedAt: `https://${ownHost}/card` }), login({ purposes: ['card-number', 'card-code'], pageUrl: `https://${ownHost}/card` })] } },
]);
