export { redactUrl } from './redact.ts';
export type { Redacted, Redaction } from './redact.ts';
export { isOneTimeLink, oneTimeKinds } from './one-time.ts';
export type { OneTimeKind } from './one-time.ts';
