const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const jsonWebToken = /^eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*$/;
const minOpaqueLength = 16;

/** A signed token that carries its own claims. */
export const isJsonWebToken = (value: string): boolean => jsonWebToken.test(value);

/**
 * Whether a value is made by a machine to be known to one person: a UUID, a signed token, or a run of
 * 16 or more letters and digits, mixed, without a separator. Words, slugs, dates and file names are not.
 */
export const isOpaque = (value: string): boolean =>
  uuid.test(value) || isJsonWebToken(value) || value.slice(0, 1024).split(/[-_.~+=%,:!*'()]/).some(isMixedRun);

const isMixedRun = (run: string): boolean =>
  run.length >= minOpaqueLength && /[a-z]/i.test(run) && (run.match(/\d/g)?.length ?? 0) >= 2 && /^[a-z0-9]+$/i.test(run);
