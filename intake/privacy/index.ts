export { redactText, redactUrl } from './redact.ts';
export type { Redacted } from './redact.ts';
export { redactionKinds, redactionLevels } from './kinds.ts';
export type { Redaction, RedactionLevel } from './kinds.ts';
export { openLinks } from './links.ts';
export type { Links } from './links.ts';
export { isOneTimeLink, oneTimeKinds } from './one-time.ts';
export type { OneTimeKind } from './one-time.ts';
