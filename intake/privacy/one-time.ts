import type { VisitUrl } from '../../url/index.ts';
import { decoded } from './decoded.ts';
import { isOpaque } from './opaque.ts';

/** What following a link would do for, or to, the person whom it was sent to. */
export const oneTimeKinds = ['unsubscribe', 'opt-out', 'confirm', 'password-reset', 'login-link', 'logout', 'account-deletion'] as const;
export type OneTimeKind = (typeof oneTimeKinds)[number];

/**
 * Whether a visit would use up or act on somebody's link; null for every other URL.
 *
 * Phishing URLs are full of "verify", "confirm" and "reset", so a word is not enough. Needed are both
 * - an action: the last words of the path (before ids and tokens), or the value of a parameter that
 *   names one (`action=unsubscribe`), equal to a phrase of the table, not merely containing it; and
 * - a value made for one person: an opaque one, in the path after the action or in a parameter whose
 *   name says token (`token`, `code`, `key`, ...). `session`, `id` and the like do not count: kits
 *   decorate with them. Log-out alone needs none.
 *
 * The trade: a phish that copies a real link down to its token is not visited, and is left to what
 * else is known of its host. Of 585,319 malicious URLs of the training list (2026-11) that is 14, and
 * 18 more end in a log-out; of 330,183 benign ones 2 and 9. A link whose token is short, or whose
 * action is a phrase that the table lacks, is visited.
 */
export const isOneTimeLink = (url: VisitUrl): OneTimeKind | null => {
  const fragmentAt = indexOrEnd(url, '#');
  const queryAt = Math.min(indexOrEnd(url, '?'), fragmentAt);
  const segments = url.slice(url.indexOf('/', 8) + 1, queryAt).split('/').filter((segment) => segment !== '');
  const words = segments.slice(0, segments.findLastIndex(isWord) + 1);
  const parameters = `${url.slice(queryAt + 1, fragmentAt)}&${url.slice(fragmentAt + 1)}`;

  const kind = kindOfPath(words) ?? kindOfParameters(parameters);
  if (kind === null || kind === 'logout') return kind;
  return segments.slice(words.length).some(isOpaque) || hasToken(parameters) ? kind : null;
};

const indexOrEnd = (text: string, mark: string): number => {
  const at = text.indexOf(mark);
  return at < 0 ? text.length : at;
};

const kindOfPath = (words: readonly string[]): OneTimeKind | null => {
  const last = phraseOf(words.at(-1) ?? '');
  return phrases.get(last) ?? phrases.get(phraseOf(words.at(-2) ?? '') + last) ?? null;
};

const kindOfParameters = (parameters: string): OneTimeKind | null => {
  if (!actionParameter.test(parameters)) return null;
  const values = nameAndValue(parameters).filter(([name]) => actionParameter.test(`${name}=`)).map(([, value]) => phrases.get(phraseOf(value)));
  return values.find((kind) => kind !== undefined) ?? null;
};

const hasToken = (parameters: string): boolean => nameAndValue(parameters).some(([name, value]) => tokenParameter.test(name) && isOpaque(value));

const nameAndValue = (parameters: string): (readonly [string, string])[] => parameters.split(/[?&]/, 256).map((parameter) => {
  const equals = indexOrEnd(parameter, '=');
  return [decoded(parameter.slice(0, equals)).text.toLowerCase(), decoded(parameter.slice(equals + 1)).text] as const;
});

const actionParameter = /(?:^|[?&])(?:action|act|do|mode|cmd|op|task|type)=/i;
const tokenParameter = /^(?:.*[_-])?(?:token|code|key|hash|signature|sig|ticket|otp|oobcode|secret|t|k|c|h|u|uid|eid|jwt)$|token$|oobcode$/;

/** A path segment that says something to a person; ids and tokens do not. */
const isWord = (segment: string): boolean => segment !== '' && !isOpaque(segment) && !/^\d+$/.test(segment);

/** "Verify-Email.php" as "verifyemail". */
const phraseOf = (text: string): string => text.slice(0, 64).toLowerCase().replace(/\.[a-z]{2,5}$/, '').replace(/[^a-z]/g, '');

const phrases: ReadonlyMap<string, OneTimeKind> = new Map(Object.entries({
  'unsubscribe': ['unsubscribe', 'unsub', 'emailunsubscribe', 'unsubscribeemail', 'listunsubscribe', 'oneclickunsubscribe', 'unsubscribeoneclick', 'subscriptionscancel', 'unsubscribeconfirm'],
  'opt-out': ['optout', 'emailoptout', 'optoutemail', 'donotcontact', 'emailpreferencesoptout'],
  'confirm': ['confirmemail', 'emailconfirm', 'emailconfirmation', 'confirmemailaddress', 'verifyemail', 'emailverify', 'emailverification', 'verifyemailaddress', 'validateemail', 'emailvalidate', 'confirmation', 'confirmaccount', 'accountconfirm', 'confirmsubscription', 'subscriptionsconfirm', 'activateaccount', 'accountactivate', 'accountactivation', 'activation', 'usersconfirmation', 'confirmregistration', 'registerconfirm', 'signupconfirm', 'signupverify', 'verifysignup', 'doubleoptin', 'optin'],
  'password-reset': ['resetpassword', 'passwordreset', 'passwordedit', 'passwordrecovery', 'recoverpassword', 'forgotpassword', 'passwordforgot', 'setpassword', 'passwordset', 'newpassword', 'changepassword', 'passwordchange', 'resetpasswordconfirm', 'passwordresetconfirm', 'accountrecover', 'accountrecovery', 'lostpassword', 'rp'],
  'login-link': ['magiclink', 'magiclogin', 'loginmagic', 'loginlink', 'signinlink', 'passwordless', 'passwordlesslogin', 'loginwithtoken', 'tokenlogin', 'acceptinvite', 'inviteaccept', 'acceptinvitation', 'invitationaccept', 'invitationsaccept'],
  'logout': ['logout', 'logoff', 'signout', 'signoff', 'userlogout', 'accountlogout', 'authlogout'],
  'account-deletion': ['deleteaccount', 'accountdelete', 'accountdeletion', 'closeaccount', 'accountclose', 'removeaccount', 'accountremove', 'deleteme', 'cancelaccount', 'accountcancel', 'deleteprofile'],
} satisfies Record<OneTimeKind, string[]>).flatMap(([kind, names]) => names.map((name) => [name, kind as OneTimeKind] as const)));
