import { decoded, replaceDecoded } from './decoded.ts';
import { isEncodedText } from './encoded.ts';
import { namePlaceholder, phonePlaceholder, secretPlaceholder, type Noting, type Redaction, type RedactionLevel } from './kinds.ts';
import { isJsonWebToken, isOpaque, isOpaqueValue, standInFor } from './opaque.ts';
import { isPersonsName } from './people.ts';

/** What is put in a value's place, and what it was. */
interface Verdict { readonly kind: Redaction; readonly text: string }

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Parameters whose value is private whatever it is, by lower-case name. */
const privateNames: ReadonlyMap<string, Redaction> = new Map<string, Redaction>([
  ...words('phpsessid jsessionid asp.net_sessionid cfid cftoken sessionid session_id sessid session_token auth_session connect.sid laravel_session ci_session').map((name) => [name, 'session'] as const),
  ...words('access_token accesstoken id_token idtoken refresh_token refreshtoken auth_token authtoken oauth_token oauth_verifier bearer jwt samlresponse samlrequest id_token_hint login_hint user_token usertoken login_token logintoken invite_token reset_token confirmation_token verification_token remember_token sso_token api_token csrf_token csrfmiddlewaretoken authenticity_token __requestverificationtoken').map((name) => [name, 'token'] as const),
  ...words('x-amz-signature x-amz-credential x-amz-security-token x-goog-signature x-goog-credential awsaccesskeyid googleaccessid signature oauth_signature key-pair-id x-oss-signature x-cos-signature').map((name) => [name, 'signature'] as const),
  ...words('password passwd pwd passphrase userpass client_secret app_secret secret_key private_key api_key apikey x-api-key passwort senha contrasena motdepasse').map((name) => [name, 'credential'] as const),
]);

/** The same where the level is full. */
const personNames: ReadonlyMap<string, Redaction> = new Map<string, Redaction>([
  ...words('firstname first_name first-name fname givenname given_name lastname last_name last-name lname surname familyname family_name fullname full_name full-name customername customer_name recipientname recipient_name yourname your_name displayname display_name billing_name shipping_name vorname nachname prenom nom_famille apellido apellidos sobrenome cognome username user_name loginid login_id').map((name) => [name, 'name'] as const),
  ...words('dob birthdate birth_date birthday date_of_birth dateofbirth geburtsdatum ssn social_security passport passport_no passportnumber national_id nationalid tax_id taxid street street_address address_line1 address1 addressline1').map((name) => [name, 'detail'] as const),
  ...words('iban account_number accountnumber cardnumber card_number ccnumber cc_number cardno').map((name) => [name, 'number'] as const),
]);

const maybeNames = new Set(words('name n user to for contact attn recipient customer client member person employee patient guest author_name login'));
const phoneNames = /^(?:.*[_.-])?(?:(?:tel|phone|telephone|mobile|cell|cellphone|whatsapp|gsm|fax|telefon|telefono|telefone|handy)(?:_?(?:no|nr|num|number|nummer))?|msisdn|rufnummer|contact_?number)$/;
const searchNames = new Set(words('q query search searchterm search_term searchterms searchtext search_text search_query searchquery searchword searchwords searchphrase keyword keywords kw term terms wd suche suchbegriff recherche buscar busca busqueda cerca szukaj ara field-keywords'));
const addressNames = /^(?:.*_)?(?:ip|ipaddr|ip_?address|client_?ip|user_?ip|remote_?addr|visitor_?ip)$/;
/** Names of what is the same for everybody who follows the link: a long value of theirs is the thing itself. */
const contentNames = new Set(words('v ver version rev revision sha commit hash integrity build asset etag list playlist video id_video docid doc file fileid file_id document resourcekey resid img image src cid ipfs tx txid block contract address wallet h5 bundle chunk'));

const placeholderOf = (kind: Redaction): string => {
  if (kind === 'phone') return phonePlaceholder;
  return kind === 'name' ? namePlaceholder : secretPlaceholder;
};

const judged = (name: string, value: string, isOAuth: boolean, level: RedactionLevel, isContentHost: boolean): Verdict | null => {
  const kind = kindOf(name, value, isOAuth, level);
  if (kind === null || (kind === 'opaque' && isContentHost)) return null;
  const text = kind === 'opaque' ? standInFor(value) : placeholderOf(kind);
  return text === value || value === secretPlaceholder ? null : { kind, text };
};

/** `name` in lower case, `value` decoded and not empty. */
const kindOf = (name: string, value: string, isOAuth: boolean, level: RedactionLevel): Redaction | null => {
  if (isOAuth && (name === 'code' || name === 'state')) return 'oauth';
  if (/^(?:sig|sign|hmac)$/.test(name) && isOpaqueValue(value)) return 'signature';
  if (name.startsWith('aspsessionid')) return 'session';
  const known = privateNames.get(name);
  if (known !== undefined) return known;
  if (isJsonWebToken(value)) return 'token';
  return level === 'basic' ? null : kindOfPerson(name, value);
};

const kindOfPerson = (name: string, value: string): Redaction | null => {
  const plain = name.replace(/\[\]$/, '').replace(/^.*[[.$](?=[a-z])/, '').replace(/\]$/, '');
  const known = personNames.get(plain);
  // What is a mail address has a canary of its own.
  if (known !== undefined && !/@/.test(value)) return known;
  if (phoneNames.test(plain) && /^[+\d\s()./-]{6,30}$/.test(value) && digitsIn(value) >= 6) return 'phone';
  if (maybeNames.has(plain) && isPersonsName(value)) return 'name';
  if (isSearch(plain, value)) return 'search';
  if (addressNames.test(plain) && /^[\d.]{7,15}$|^[0-9a-f]*:[0-9a-f:.]{2,45}$/i.test(value)) return 'detail';
  return !contentNames.has(plain) && isOpaqueValue(value) && value.length >= minParameterChars && !isEncodedText(value) ? 'opaque' : null;
};

const minParameterChars = 16;
const digitsIn = (text: string): number => text.match(/\d/g)?.length ?? 0;

/** Words, and no URL that a redirector calls by the same name, no number, no address (which have a word of their own). */
const isSearch = (name: string, value: string): boolean =>
  searchNames.has(name) && /[a-z\x80-\xff]{2}/i.test(value) && !/^(?:https?:)?\/\/|^https?:|^[\w-]+(?:\.[\w-]+)+\/|@|^site:|^[\w-]+(?:\/[\w-]+)+$/i.test(value) && !isOpaque(value) && !/^(?:true|false|yes|no|on|off|all|null)$/i.test(value);

/** A query or fragment, its "?" or "#" included, with what is private replaced; kinds are added to `found`. */
export const withoutPrivate = (parameters: string, found: Noting, level: RedactionLevel, isContentHost: boolean): string => {
  if (parameters.length < 2) return parameters;
  const pieces = parameters.split(/([?&#])/);
  const names = pieces.map(nameOf);
  const isOAuth = names.includes('code') && names.includes('state');
  return pieces.map((piece, index) => {
    const equals = piece.indexOf('=');
    if (piece.length < 2) return piece;
    const encoded = equals < 0 ? piece : piece.slice(equals + 1);
    if (encoded === '') return piece;
    // A value may go on after a "?" of its own, as what somebody asks does.
    const value = spoken(encoded);
    const verdict = equals < 0 ? bare(value, level, isContentHost) : judged(names[index] ?? '', value, isOAuth, level, isContentHost);
    if (verdict === null) return piece;
    found.add(verdict.kind);
    return `${piece.slice(0, equals + 1)}${verdict.text}`;
  }).join('');
};

/** A value as it was meant: decoded, "+" as a space unless that stands first, as in a telephone number, or it is base64. */
const spoken = (encoded: string): string => {
  const { text } = decoded(encoded);
  return /[+].*[A-Z].*\d|\d.*[A-Z].*[+]|=$/.test(encoded) ? text : decoded(encoded.replace(/(?!^)\+/g, ' ')).text;
};

const bare = (value: string, level: RedactionLevel, isContentHost: boolean): Verdict | null => {
  if (isJsonWebToken(value)) return { kind: 'token', text: secretPlaceholder };
  if (level === 'basic' || isContentHost || !isOpaqueValue(value) || isEncodedText(value)) return null;
  const text = standInFor(value);
  return text === value ? null : { kind: 'opaque', text };
};

const nameOf = (piece: string): string => {
  const equals = piece.indexOf('=');
  const name = equals < 0 ? piece : piece.slice(0, equals);
  return decoded(name).text.toLowerCase().replace(/^amp;/, '');
};

// "name=value" at any level of encoding, and the members of JSON: what is told of a parameter holds for them as well.
const nestedPair = /(?<=^|[?&#;/\s,{|])([\w.$[\]-]{1,40})=([^?&#;/\s|]{1,2048})/g;
const jsonMember = /"([\w.$-]{1,40})"\s{0,2}:\s{0,2}"([^"]{1,2048})"/g;

/** The same for pairs inside of encoded values, path segments and JSON. */
export const withoutNestedPrivate = (text: string, found: Noting, level: RedactionLevel, isContentHost: boolean): string => {
  const replace = (match: RegExpExecArray, valueAt: number): { length: number; text: string } | null => {
    const [whole, name = '', value = ''] = match;
    const verdict = judged(name.toLowerCase(), spoken(value), false, level, isContentHost);
    if (verdict === null) return null;
    found.add(verdict.kind);
    return { length: whole.length, text: whole.slice(0, valueAt) + verdict.text + whole.slice(valueAt + value.length) };
  };
  const pairs = /=|%(?:25)*3d/i.test(text) ? replaceDecoded(text, nestedPair, (match) => replace(match, match[0].length - (match[2]?.length ?? 0))) : text;
  return /"|%(?:25)*22/.test(pairs) ? replaceDecoded(pairs, jsonMember, (match) => replace(match, match[0].length - 1 - (match[2]?.length ?? 0))) : pairs;
};
