export * from './types.ts';
export { parseUrl } from './parse.ts';
export { canonicalise } from './canonical.ts';
export { expressions, hostSuffixes, partsOf, pathPrefixes } from './expressions.ts';
export { expressionHash, urlKey } from './keys.ts';
export { ownerOf } from './owner.ts';
export { isAddress } from './host.ts';
export { defang, refang } from './defang.ts';
export { unescapeText } from './unescape.ts';
