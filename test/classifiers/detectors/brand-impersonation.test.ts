import { brandImpersonation } from '../../../classifiers/detectors/brand-impersonation.ts';
import { formOf } from '../capture-builder.ts';
import { describeDetector } from './table.ts';

const login = formOf(['username', 'password']);
const dressed = { title: 'Marlow Bank - Sign in', body: '<img class="logo" src="/i/x.png" alt="Marlow Bank"><h1>Welcome</h1><p>© 2026 Marlow Bank. All rights reserved.</p>' };
const wallet = { title: 'Vellum Wallet - Official', body: '<img class="logo" src="/i/x.png" alt="Vellum Wallet"><h1>Vellum Wallet</h1><p>Get the wallet.</p><p>© 2026 Vellum Wallet.</p>' };
const article = Array.from({ length: 200 }, () => 'word').join(' ');

describeDetector(brandImpersonation, [
  { page: 'a brand\'s login on another host', raises: ['bare-login', 'login'], sketch: { ...dressed, forms: [login] } },
  { page: 'the same in look-alike letters', raises: ['bare-login', 'login'], sketch: { title: 'Mаrlow Bаnk', body: '<img class="logo" alt="Mаrlow Bаnk" src="/l.png">', forms: [login] } },
  { page: 'the same seen by a probe', raises: ['bare-login', 'login'], sketch: { ...dressed, lane: 'probe', forms: [login] } },
  { page: 'a brand of a common word, by its logo and its site name', raises: ['bare-login', 'login'], sketch: { title: 'Welcome', head: '<meta property="og:site_name" content="Orchard">', body: '<img class="brand" alt="Orchard" src="/l.png">', forms: [login] } },
  { page: 'the same on the brand\'s own host', raises: ['own-host'], sketch: { ...dressed, url: 'https://online.marlowbank.test/', forms: [login] } },
  { page: 'the brand\'s own label under a country\'s suffix that the catalogue lacks', raises: [], sketch: { ...dressed, url: 'https://www.marlowbank.de/', forms: [login] } },
  { page: 'a frame of the brand\'s own login', raises: ['claim'], sketch: { ...dressed, forms: [formOf(['username', 'password'], { frameUrl: 'https://marlow-id.test/', action: 'https://marlow-id.test/s' })] } },
  { page: 'a login that only offers to sign in with a brand', raises: [], sketch: { title: 'Sign in - Runlog', body: '<button>Sign in with Marlow Bank</button>', forms: [formOf(['email', 'password'], { text: 'Sign in or continue with Marlow Bank' })] } },
  { page: 'news about a brand beside a login field', raises: [], sketch: { title: 'Marlow Bank raises the fees of its accounts for young people again | Harbour Post', body: `<h1>Marlow Bank raises the fees of its accounts for young people again</h1>${article}<p>© 2026 Harbour Post</p>`, forms: [login] } },
  { page: 'logos of many brands in a shop\'s footer', raises: [], sketch: { title: 'Checkout', body: '<img alt="Marlow Bank" src="a"><img alt="Kestrelpost" src="b"><img alt="Vellum" src="c">', forms: [login] } },
  { page: 'mail software that a company runs itself', raises: ['claim'], sketch: { ...dressed, forms: [formOf(['username', 'password'], { action: 'https://pages.example.test/owa/auth.owa' })] } },
  { page: 'a first step of a login', raises: ['first-step'], sketch: { ...dressed, forms: [formOf(['email'], { text: 'Next' })] } },
  { page: 'a login whose password field is not shown yet', raises: ['first-step'], sketch: { ...dressed, forms: [formOf(['email'], { text: 'Go', fields: [{ type: 'password', name: 'p', label: '', autocomplete: '', purpose: 'password', visible: false }] })] } },
  { page: 'a login that sends who forgot the password to the real brand', raises: ['foreign-recovery'], sketch: { title: 'Log in', forms: [login], links: ['https://id.marlowbank.test/forgot-password'] } },
  { page: 'a login that sends who forgot the password to one stranger', raises: ['foreign-recovery-unlisted'], sketch: { title: 'Log in', forms: [login], links: ['https://www.stranger.test/password/reset'] } },
  { page: 'a login with a recovery page of its own beside a brand\'s sign-up', raises: [], sketch: { title: 'Log in', forms: [login], links: ['https://pages.example.test/forgot', 'https://id.marlowbank.test/signup'] } },
  { page: 'a login with sign-ups at two brands', raises: [], sketch: { title: 'Log in', forms: [login], links: ['https://kestrelpost.test/signup', 'https://id.marlowbank.test/signup'] } },
  { page: 'a fan page', raises: ['claim'], sketch: { title: 'Marlow Bank', body: '<img class="logo" alt="Marlow Bank" src="x"> Our history of the bank' } },
  { page: 'a page that dresses as a brand\'s login and asks for nothing', raises: ['claim', 'whole-page'], sketch: dressed },
  { page: 'a page that dresses as a wallet and stands alone', raises: ['claim', 'wallet-page', 'whole-page'], sketch: wallet },
  { page: 'the same with a site around it', raises: ['claim', 'whole-page'], sketch: { ...wallet, links: ['https://pages.example.test/reviews'] } },
  { page: 'the wallet\'s own page', raises: ['own-host'], sketch: { ...wallet, url: 'https://www.vellumwallet.test/' } },
  { page: 'a small login with a brand\'s sign among its files', raises: ['bare-login'], sketch: { title: 'Log in', body: '<img src="/i/marlowbank-logo.png"> Log in to go on', forms: [login] } },
  { page: 'the same with a site around it', raises: [], sketch: { title: 'Log in', body: '<img src="/i/marlowbank-logo.png"> Log in to go on', forms: [login], links: ['https://pages.example.test/about'] } },
  { page: 'a login to a brand\'s account in so many words', raises: ['account', 'bare-login', 'login'], sketch: { title: 'Marlow Bank', body: 'Sign in to continue to Marlow Bank', forms: [login] } },
  { page: 'a copied login that declares the address it had', raises: ['declared-elsewhere'], sketch: { title: 'Log in', head: '<link rel="canonical" href="https://www.stranger.test/login">', forms: [login] } },
  { page: 'a newsletter of such a page', raises: ['claim', 'whole-page'], sketch: { ...dressed, forms: [formOf(['email'], { text: 'Subscribe to our newsletter' })] } },
  { page: 'a login that names a brand in its title only', raises: ['bare-login', 'partial-login'], sketch: { title: 'Kestrelpost - log in', forms: [formOf(['username', 'password'])] } },
  { page: 'a login with links to the real brand', raises: ['bare-login', 'brand-links', 'login', 'thorough'], sketch: { ...dressed, body: `${dressed.body}<a href="https://www.marlowbank.test/help">Help</a><a href="https://www.marlowbank.test/legal">Legal</a><a href="https://www.marlowbank.test/forgot">Forgot?</a>`, forms: [login] } },
  { page: 'a login beside the sign of a social network', raises: [], sketch: { title: 'Recipes', body: '<img alt="Kestrelpost" src="k.svg">', forms: [login] } },
  { page: 'a login that shows a brand\'s login address as text', raises: ['drawn-address'], sketch: { title: 'Guide', body: 'Call https://marlow-id.test/authorize?client=x', forms: [login] } },
  { page: 'a browser window drawn on a page', raises: ['drawn-window'], sketch: { title: 'Trade offer', body: '<img class="logo" alt="Marlow Bank" src="l"><div>https://marlow-id.test/authorize?client=x</div>', forms: [login] } },
  { page: 'a profile address shown as text', raises: [], sketch: { title: 'Members', body: 'Your page: https://marlowbank.test/people/ann', forms: [login] } },
  {
    page: 'a copied login of an owner that no catalogue has', raises: ['other-owner-links'],
    sketch: { title: 'Portal', head: '<link rel="icon" href="https://www.tinyville-cu.test/f.ico">', body: Array.from({ length: 6 }, (_, n) => `<a href="https://www.tinyville-cu.test/p${n}">x</a>`).join(''), forms: [login] },
  },
  { page: 'a page with links to another owner and an icon of its own', raises: [], sketch: { title: 'Portal', head: '<link rel="icon" href="/f.ico">', body: Array.from({ length: 6 }, (_, n) => `<a href="https://www.tinyville-cu.test/p${n}">x</a>`).join(''), forms: [login] } },
]);
