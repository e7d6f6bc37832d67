import { decoded } from './decoded.ts';
import { isJsonWebToken, isOpaque } from './opaque.ts';

export type SecretKind = 'session' | 'token' | 'signature' | 'oauth' | 'credential';

/** What stands in for a secret. */
export const secretPlaceholder = 'redacted';

/**
 * Parameters that carry one person's secret, by lower-case name. Names that phishing kits use for
 * decoration as well ("token", "session", "id", "key") are left out: without their value many a kit
 * answers 404, and a page that nobody can see protects nobody.
 */
const secretNames: ReadonlyMap<string, SecretKind> = new Map<string, SecretKind>([
  ...['phpsessid', 'jsessionid', 'asp.net_sessionid', 'cfid', 'cftoken', 'sessionid', 'session_id', 'session_token', 'auth_session'].map((name) => [name, 'session'] as const),
  ...['access_token', 'id_token', 'refresh_token', 'auth_token', 'authtoken', 'oauth_token', 'oauth_verifier', 'bearer', 'jwt', 'samlresponse', 'samlrequest', 'id_token_hint', 'login_hint'].map((name) => [name, 'token'] as const),
  ...['x-amz-signature', 'x-amz-credential', 'x-amz-security-token', 'x-goog-signature', 'x-goog-credential', 'awsaccesskeyid', 'signature', 'oauth_signature', 'key-pair-id'].map((name) => [name, 'signature'] as const),
  ...['password', 'passwd', 'pwd', 'client_secret', 'api_key', 'apikey', 'x-api-key'].map((name) => [name, 'credential'] as const),
]);

/** Query or fragment with secrets replaced; their kinds are added to `found`. */
export const withoutSecrets = (parameters: string, found: { add(kind: SecretKind): unknown }): string => {
  if (!parameters.includes('=')) return parameters;
  const pieces = parameters.split(/([?&#])/);
  const names = pieces.map(nameOf);
  const isOAuth = names.includes('code') && names.includes('state');
  return pieces.map((piece, index) => {
    const equals = piece.indexOf('=');
    const name = names[index] ?? '';
    const value = piece.slice(equals + 1);
    const kind = equals < 0 || value === '' || value === secretPlaceholder ? null : kindOf(name, value, isOAuth);
    if (kind === null) return piece;
    found.add(kind);
    return `${piece.slice(0, equals)}=${secretPlaceholder}`;
  }).join('');
};

const kindOf = (name: string, value: string, isOAuth: boolean): SecretKind | null => {
  if (isOAuth && (name === 'code' || name === 'state')) return 'oauth';
  if (name === 'sig' && isOpaque(value)) return 'signature';
  if (name.startsWith('aspsessionid')) return 'session';
  return secretNames.get(name) ?? (isJsonWebToken(value) ? 'token' : null);
};

const nameOf = (piece: string): string => {
  const equals = piece.indexOf('=');
  const name = equals < 0 ? piece : piece.slice(0, equals);
  return decoded(name).text.toLowerCase().replace(/^amp;/, '');
};

/** Path with ";jsessionid=..." and segments that are signed tokens replaced. */
export const pathWithoutSecrets = (path: string, found: { add(kind: SecretKind): unknown }): string =>
  !/;|eyJ/.test(path) ? path : path.split('/').map((segment) => {
    if (isJsonWebToken(segment)) {
      found.add('token');
      return secretPlaceholder;
    }
    const [name, ...matrix] = segment.split(';');
    return matrix.length === 0 ? segment : [name, ...matrix.map((parameter) => withoutSecrets(parameter, found))].join(';');
  }).join('/');
