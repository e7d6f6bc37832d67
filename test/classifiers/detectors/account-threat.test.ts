import { expect } from 'chai';
import { accountThreat } from '../../../classifiers/detectors/account-threat.ts';
import { formOf, raisedBy } from '../capture-builder.ts';
import { describeDetector } from './table.ts';

const threat = 'Your account has been restricted because of unusual activity. Please verify your identity within 24 hours, or it will be permanently closed.';

describeDetector(accountThreat, [
  { page: 'a brand that warns on its own host', raises: [], sketch: { url: 'https://online.marlowbank.test/', title: 'Marlow Bank', body: threat, forms: [formOf(['username', 'password'])] } },
  { page: 'a login with a word about its terms', raises: [], sketch: { body: 'Sign in to your account. By signing in you accept our terms.', forms: [formOf(['username', 'password'])] } },
  { page: 'a news article on a bank that blocked accounts', raises: [], sketch: { title: 'Bank says sorry', body: `Marlow Bank restricted the accounts of 300 customers. ${'The bank says that it is working on it. '.repeat(120)}`, links: ['https://court.example/ruling'] } },
  { page: 'a warning that asks for a password', raises: ['asks'], sketch: { body: threat, forms: [formOf(['password'])] } },
  { page: 'a warning in a brand\'s name', raises: ['as-brand', 'asks'], sketch: { title: 'Marlow Bank', body: threat, forms: [formOf(['password'])] } },
  { page: 'a warning whose form goes to a relay, without a secret in it', raises: ['as-brand', 'collects'], sketch: { title: 'Marlow Bank', body: threat, forms: [formOf(['name', 'other'], { action: 'https://submit-form.com/abc' })] } },
  { page: 'a warning that leads to an address', raises: ['leads-elsewhere'], sketch: { title: 'Marlow Bank', body: threat, links: ['http://198.51.100.7/verify'] } },
  { page: 'a warning that leads to the brand', raises: [], sketch: { title: 'Marlow Bank', body: threat, links: ['https://online.marlowbank.test/'] } },
  { page: 'a German one', raises: ['asks'], sketch: { body: 'Ihr Konto wurde gesperrt. Bitte bestätigen Sie Ihre Daten innerhalb von 24 Stunden.', forms: [formOf(['password'])] } },
  { page: 'a Japanese one', raises: ['asks'], sketch: { body: 'お客様のアカウントは一時的に制限されています。本人確認をお願いします。', forms: [formOf(['password'])] } },
]);

describe('detector account-threat', () => {
  it('tells a link that shows one owner\'s address and leads to another\'s', () => {
    const sketch = { body: 'Dear customer, please confirm your account details.', forms: [] };
    const recipe = { body: 'Bake for an hour. Update your profile to save recipes.', forms: [] };
    const raised = (href: string, text: string, page = sketch): string[] => raisedBy({ ...accountThreat, detect: (subject) => accountThreat.detect({ ...subject, page: { ...subject.page, links: [{ href, text }] } }) }, page);
    expect(raised('http://203.0.113.9/login', 'https://www.marlowbank.test/login')).to.include('shown-address');
    expect(raised('https://online.marlowbank.test/login', 'https://www.marlowbank.test/login')).to.not.include('shown-address');
    expect(raised('https://www.other.test/', 'kitchen.test', recipe), 'a recipe with an advertisement').to.not.include('shown-address');
    expect(raised('http://203.0.113.9/login', 'Log in')).to.not.include('shown-address');
  });
});
