import { decoded, replaceDecoded } from './decoded.ts';
import { isEncodedText } from './encoded.ts';
import { namePlaceholder, secretPlaceholder, type Noting, type RedactionLevel } from './kinds.ts';
import { isJsonWebToken, isOpaque, isOpaqueValue, standInFor } from './opaque.ts';
import { withoutPrivate } from './parameters.ts';
import { nameIn } from './people.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** After such a segment an opaque one is somebody's. */
const personal = words('token tokens session sessions sid auth authenticate key invite invites invitation invitations ticket verify activate user users account accounts client clients customer customers member members recipient subscriber contact contacts track tracking click clicks open track-click email-click wf ls signin login sso magic onboarding welcome my me');
/** After such a segment it is the thing that the link leads to. */
const content = words('d e file files folder folders document documents forms spreadsheets presentation design blob commit commits tree raw ipfs ipns release releases asset assets static cdn build dist images image img media uploads objects object o sha256 tx block address contract nft gist p embed playlist watch video videos share s');
const searching = words('search suche recherche buscar busca find q');
const minPathChars = 40;

/** A path without ";jsessionid=...", tokens, opaque values of people, what was searched for, and names. */
export const pathWithoutPrivate = (path: string, found: Noting, level: RedactionLevel, isContentHost: boolean): string => {
  let before = '';
  return path.split('/').map((segment) => {
    const previous = before;
    before = segment.toLowerCase();
    return segment === '' ? segment : withoutMatrix(segment, found, level, previous, isContentHost);
  }).join('/');
};

const withoutMatrix = (segment: string, found: Noting, level: RedactionLevel, previous: string, isContentHost: boolean): string => {
  if (isJsonWebToken(segment)) {
    found.add('token');
    return secretPlaceholder;
  }
  const [name = '', ...matrix] = segment.split(';');
  const own = level === 'basic' ? name : withoutOpaque(withoutNames(name, found), previous, found, isContentHost);
  return matrix.length === 0 ? own : [own, ...matrix.map((parameter) => withoutPrivate(parameter, found, level, isContentHost))].join(';');
};

const withoutOpaque = (segment: string, previous: string, found: Noting, isContentHost: boolean): string => {
  const { text } = decoded(segment);
  if (searching.has(previous) && /^[^/]*[a-z]{2}[^/]*[ +][^/]*[a-z]{2}/i.test(text)) {
    found.add('search');
    return secretPlaceholder;
  }
  if (isContentHost) return segment;
  const isLong = isOpaqueValue(text) && text.length >= minPathChars && !content.has(previous) && !isContentHash(text);
  if (!(personal.has(previous) && (isOpaque(text) || isOpaqueValue(text))) && !isLong) return segment;
  const standIn = standInFor(text);
  if (standIn === text || isEncodedText(text) || /\.[a-z][a-z0-9]{1,7}$/i.test(text)) return segment;
  found.add('opaque');
  return standIn;
};

/** SHA-1, SHA-256, SHA-512 in hex, and content identifiers of IPFS: of what is linked to, and of nobody. */
const isContentHash = (text: string): boolean => /^(?:(?:sha\d{1,3}|md5)[:-][0-9a-f]+|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128}|Qm[1-9A-HJ-NP-Za-km-z]{44}|b[a-z2-7]{58,})$/i.test(text);

/** A segment or value without a given and family name side by side. */
export const withoutNames = (text: string, found: Noting): string => {
  if (text.length < 7 || text.length > 240) return text;
  const plain = decoded(text).text;
  const name = nameIn(plain);
  if (name === null) return text;
  found.add('name');
  // Found in the decoded text: cut out of the source by its place there.
  return replaceDecoded(text, /^[^]*/g, () => ({ length: plain.length, text: `${plain.slice(0, name.at)}${namePlaceholder}${plain.slice(name.at + name.length)}` }));
};
