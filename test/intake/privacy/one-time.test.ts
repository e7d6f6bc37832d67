import { expect } from 'chai';
import { parseUrl } from '../../../url/index.ts';
import { isOneTimeLink } from '../../../intake/privacy/index.ts';
import type { OneTimeKind } from '../../../intake/privacy/index.ts';

const kindOf = (raw: string): OneTimeKind | null => {
  const parse = parseUrl(raw);
  if (!parse.ok) throw new Error(`no URL: ${raw}`);
  return isOneTimeLink(parse.url.visit);
};

const hex = '8f14e45fceea167a5a36dedd4bea2543';
const uuid = '3b241101-e2bb-4255-8caf-4136c566a962';

describe('isOneTimeLink', () => {
  const refused: readonly (readonly [OneTimeKind, string])[] = [
    ['unsubscribe', `http://a.example/unsubscribe/${hex}`],
    ['unsubscribe', `http://a.example/list/unsubscribe.php?uid=${hex}`],
    ['unsubscribe', `http://a.example/mail?action=unsubscribe&key=${hex}`],
    ['unsubscribe', `http://a.example/email/unsubscribe?u=${uuid}`],
    ['opt-out', `http://a.example/opt-out?token=${hex}`],
    ['confirm', `http://a.example/verify-email?token=${hex}`],
    ['confirm', `http://a.example/email/verify/123/${hex}`],
    ['confirm', `http://a.example/users/confirmation?confirmation_token=${hex}`],
    ['confirm', `http://a.example/Confirm_Email.aspx?code=${uuid}`],
    ['password-reset', `http://a.example/password/reset/${hex}`],
    ['password-reset', `http://a.example/reset-password#token=${hex}`],
    ['password-reset', `http://a.example/__/auth/action?mode=resetPassword&oobCode=${hex}`],
    ['password-reset', `http://a.example/wp-login.php?action=rp&key=${hex}&login=x`],
    ['login-link', `http://a.example/auth/magic-link/${uuid}`],
    ['login-link', `http://a.example/login/magic?t=${hex}`],
    ['login-link', `http://a.example/invitations/accept?invitation_token=${hex}`],
    ['logout', 'http://a.example/account/logout'],
    ['logout', 'http://a.example/sign-out.php?r=1'],
    ['logout', 'http://a.example/index.php?action=logout'],
    ['account-deletion', `http://a.example/account/delete?token=${hex}`],
    ['account-deletion', `http://a.example/delete_account/${hex}`],
  ];
  for (const [kind, url] of refused) it(`takes ${url} for ${kind}`, () => expect(kindOf(url)).to.equal(kind));

  const visited: readonly (readonly [string, string])[] = [
    ['words alone', 'http://a.example/verify/account/confirm/login.php'],
    ['a word in the host', `http://verify-email.example/?token=${hex}`],
    ['an action that is not the last word', `http://a.example/verify/account/login.php?token=${hex}`],
    ['a kit that decorates with a session', `http://a.example/confirm-email/index.php?session=${hex}&id=${hex}`],
    ['a reset page without a token', 'http://a.example/reset-password'],
    ['an unsubscribe page without a token', 'http://a.example/unsubscribe?list=news'],
    ['a word that only contains an action', `http://a.example/how-to-unsubscribe-from-everything?token=${hex}`],
    ['an action with a word for a token', 'http://a.example/verify-email?token=your-token-goes-here'],
    ['an action with a number for a token', 'http://a.example/password/reset/20261101'],
    ['a login page', `http://a.example/login?token=${hex}`],
    ['an article about log-out', 'http://a.example/blog/logout-everywhere'],
    ['a folder named after log-out', 'http://a.example/logout/files/invoice.pdf'],
    ['an opaque path', `http://a.example/${hex}/${hex}`],
    ['nothing', 'http://a.example/'],
  ];
  for (const [what, url] of visited) it(`lets ${what} be visited`, () => expect(kindOf(url)).to.equal(null));
});
