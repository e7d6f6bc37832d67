/**
 * A path with its dot segments resolved and runs of slashes folded into one; starts with "/".
 * The order is Safe Browsing's: "/a//../b" leaves the empty segment first, and is "/a/b".
 *
 * @example cleanPath('/a/./b/../c//d/') // '/a/c/d/'
 */
export const cleanPath = (path: string): string => {
  if (!path.startsWith('/')) return cleanPath(`/${path}`);
  const resolved = path.includes('/.') ? withoutDotSegments(path) : path;
  return resolved.includes('//') ? resolved.replace(/\/{2,}/g, '/') : resolved;
};

const withoutDotSegments = (path: string): string => {
  const kept: string[] = [];
  const segments = path.slice(1).split('/');
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
    if (isLast && (segment === '..' || segment === '.')) kept.push('');
  }
  return `/${kept.join('/')}`;
};
