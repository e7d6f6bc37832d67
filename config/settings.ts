import { z } from 'zod';

/**
 * Every setting, declared once: a row here is its name, unit, default, environment variable and sentence.
 * A flag (`--data-dir`) beats the environment, that beats the settings file, that beats the default.
 * An empty string is unset; "off" is null. README's table is checked against this one.
 */

export interface SettingRow<T = unknown> {
  readonly schema: z.ZodType<T>;
  readonly fallback: T;
  readonly env: string;
  /** Empty where the value has no unit. */
  readonly unit: string;
  readonly says: string;
}

const row = <T>(schema: z.ZodType<T>, fallback: T, env: string, unit: string, says: string): SettingRow<T> => ({ schema, fallback, env, unit, says });

/** Text of a number, of true/false or of null becomes that; everything else stays. Environment and flags know only text. */
const number = (low: number, high: number) => z.number(`must be a number from ${low} to ${high}`).int('must be a whole number').min(low, `must be at least ${low}`).max(high, `must be at most ${high}`);
const text = z.string('must be text');

export const settingRows = {
  dataDir: row(text, '.harrier', 'HARRIER_DATA_DIR', 'folder', 'Where Redis, evidence and the browser keep their files.'),
  redisUrl: row(text.regex(/^(rediss?|unix):\/\//, 'must start with redis://, rediss:// or unix://').nullable(), null, 'REDIS_URL', '', 'A Redis to use; without one Harrier starts its own.'),
  host: row(text, '127.0.0.1', 'HARRIER_HOST', 'address', 'Where the API and the console listen.'),
  port: row(number(0, 65535), 8400, 'HARRIER_PORT', 'TCP port', 'Where the API and the console listen; 0 takes a free one.'),
  chromium: row(text.nullable(), null, 'HARRIER_CHROMIUM', 'file', 'The Chromium or Chrome to drive; without it the machine is searched.'),
  browserUser: row(text, 'nobody', 'HARRIER_BROWSER_USER', 'user', 'Whom the browser runs as when Harrier is started by root.'),
  renderConcurrency: row(number(1, 256).nullable(), null, 'HARRIER_RENDER_CONCURRENCY', 'pages', 'Most pages rendered at once by one worker; unset, three for each core.'),
  probeConcurrency: row(number(1, 1000), 32, 'HARRIER_PROBE_CONCURRENCY', 'requests', 'Most probes at once by one worker.'),
  visitMs: row(number(1000, 600_000), 30_000, 'HARRIER_VISIT_MS', 'ms', 'The deadline of one visit.'),
  dwellMs: row(number(0, 120_000), 3000, 'HARRIER_DWELL_MS', 'ms', 'How long a page is watched after it has loaded.'),
  visitBytes: row(number(100_000, 2_000_000_000), 50_000_000, 'HARRIER_VISIT_BYTES', 'bytes', 'Most bytes that one visit may receive.'),
  canarySteps: row(number(0, 10), 0, 'HARRIER_CANARY_STEPS', 'forms', 'Most forms of a visit that are filled in with made-up, marked data, to see what follows; 0 fills in none.'),
  hostDelayMs: row(number(0, 3_600_000), 2000, 'HARRIER_HOST_DELAY_MS', 'ms', 'Quiet time of a host between two visits.'),
  leaseMs: row(number(5000, 3_600_000), 120_000, 'HARRIER_LEASE_MS', 'ms', 'How long a visit and its verdict may take before the URL is given out again.'),
  maxAttempts: row(number(1, 100), 5, 'HARRIER_MAX_ATTEMPTS', 'attempts', 'Failed visits of a URL in a row before it is given up.'),
  upstreamProxy: row(text.regex(/^(?:[a-z0-9-]+=)?(?:https?:\/\/|socks5:\/\/|direct)/, 'must start with http:// or socks5://, or with a profile as in "iphone-safari-from-mail=socks5://..."').nullable(), null, 'HARRIER_UPSTREAM_PROXY', 'URL', 'A proxy that the egress guard connects through; "profile=URL" for one profile, with commas between.'),
  labMap: row(text.nullable(), null, 'HARRIER_LAB_MAP', 'file', 'Lab mode: lines "host-or-wildcard[:port] address:port"; no other name exists.'),
  labCa: row(text.nullable(), null, 'HARRIER_LAB_CA', 'PEM file', 'Lab mode: one more certificate authority to trust.'),
  brands: row(text.nullable(), null, 'HARRIER_BRANDS', 'JSON file', 'Brands of your own, added to the catalogue.'),
  rulesDir: row(text.nullable(), null, 'HARRIER_RULES', 'folder', 'Rules of your own or of others, one YAML file each, added to those that ship.'),
  urlModel: row(text.nullable(), null, 'HARRIER_URL_MODEL', 'file', 'A URL model that `harrier train urls` made; without one the shipped one is used.'),
  allowList: row(text.nullable(), null, 'HARRIER_ALLOW_LIST', 'JSON file', 'Entries of your own, added to the allow list.'),
  redaction: row(z.enum(['full', 'basic'], 'must be full or basic'), 'full', 'HARRIER_REDACTION', '', 'What is taken out of URLs before they are kept: full, or basic, which leaves search words, names, numbers and opaque values to the page.'),
  feeds: row(text.nullable(), null, 'HARRIER_FEEDS', 'YAML file', 'Feeds that `up` pulls on schedule; `harrier feeds --help` shows the form.'),
  ctLogs: row(text.nullable(), null, 'HARRIER_CT_LOGS', 'YAML file', 'Certificate logs that `up` follows: a list of name, url and kind (rfc6962 or static).'),
  discovery: row(number(0, 200), 20, 'HARRIER_DISCOVERY', 'URLs', 'Most URLs that one malicious page may add to the frontier: what it leads to, its parent folders, names beside it; 0 adds none.'),
  mailPort: row(number(0, 65535).nullable(), null, 'HARRIER_MAIL_PORT', 'TCP port', 'Where a spam trap takes mail for whatever recipient; unset opens none, 0 takes a free one.'),
  mailHost: row(text, '127.0.0.1', 'HARRIER_MAIL_HOST', 'address', 'Where the spam trap listens.'),
  honeypots: row(text.nullable(), null, 'HARRIER_HONEYPOTS', 'YAML file', 'Logs of honeypots that `up` follows: a list of name, file and kind (cowrie or access-log).'),
  ctScore: row(number(1, 100), 50, 'HARRIER_CT_SCORE', 'percent', 'Names of certificates that look like a lure with this score are visited.'),
  apiKey: row(text.min(16, 'must have at least 16 characters').nullable(), null, 'HARRIER_API_KEY', '', 'What a client must send as a bearer token to write; without one only this machine may.'),
  evidenceBytes: row(number(1_000_000, 1e15), 20_000_000_000, 'HARRIER_EVIDENCE_BYTES', 'bytes', 'Evidence kept at most; the oldest goes first.'),
  evidenceDays: row(number(1, 3650), 90, 'HARRIER_EVIDENCE_DAYS', 'days', 'Evidence older than this is deleted.'),
  logLevel: row(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], 'must be one of fatal, error, warn, info, debug, silent'), 'warn', 'HARRIER_LOG', '', 'What is logged to standard error.'),
} as const satisfies Record<string, SettingRow<never> | SettingRow>;

export type SettingName = keyof typeof settingRows;
export type Settings = { readonly [N in SettingName]: (typeof settingRows)[N] extends SettingRow<infer T> ? T : never };

export const settingNames = Object.keys(settingRows) as SettingName[];

/** "dataDir" as "data-dir". */
export const flagOf = (name: SettingName): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
