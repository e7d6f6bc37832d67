import { LineCounter, isMap, isScalar, parseDocument } from 'yaml';
import { flagOf, settingNames, settingRows, type SettingName, type Settings } from './settings.ts';

/** All that is wrong with the settings, told at once. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`${problems.length === 1 ? 'A setting is wrong' : `${problems.length} settings are wrong`}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

export interface SettingSources {
  /** By setting name; undefined or empty is unset. */
  readonly flags: Readonly<Partial<Record<SettingName, unknown>>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A settings file's name and text, or null where there is none. */
  readonly file: { readonly name: string; readonly text: string } | null;
}

/** Joins flags, environment, file and defaults. Throws SettingsError with every mistake. */
export const loadSettings = (sources: SettingSources): Settings => {
  const problems: string[] = [];
  const file = sources.file === null ? new Map<SettingName, FileValue>() : readFile(sources.file, problems);
  const settings: Partial<Record<SettingName, unknown>> = {};
  for (const name of settingNames) {
    const { schema, fallback, env } = settingRows[name];
    const fromFile = file.get(name);
    const candidates = [
      { value: sources.flags[name], where: `--${flagOf(name)}` },
      { value: sources.env[env], where: env },
      { value: fromFile?.value, where: fromFile?.where ?? '' },
    ];
    const given = candidates.find(({ value }) => value !== undefined && value !== '');
    if (given === undefined) {
      settings[name] = fallback;
      continue;
    }
    const parsed = readings(given.value).map((value) => schema.safeParse(value)).reduce((first, next) => (first.success ? first : next.success ? next : first));
    if (parsed.success) settings[name] = parsed.data;
    else problems.push(`${given.where}: ${parsed.error.issues.map(({ message }) => message).join(', ')}, but is ${shown(given.value)}`);
  }
  if (settings['labCa'] && !settings['labMap']) problems.push('labCa: has no meaning without labMap');
  if (problems.length > 0) throw new SettingsError(problems);
  return settings as Settings; // every name of settingNames was set above
};

interface FileValue { readonly value: unknown; readonly where: string }

const readFile = ({ name, text }: { readonly name: string; readonly text: string }, problems: string[]): Map<SettingName, FileValue> => {
  const values = new Map<SettingName, FileValue>();
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineOf = (offset: number): number => lines.linePos(offset).line;
  for (const error of document.errors) problems.push(`${name}:${lineOf(error.pos[0])}: ${error.message}`);
  if (document.contents === null || document.errors.length > 0) return values;
  if (!isMap(document.contents)) {
    problems.push(`${name}: must be a list of "setting: value" lines`);
    return values;
  }
  for (const { key, value } of document.contents.items) {
    if (!isScalar(key)) continue;
    const where = `${name}:${lineOf(key.range?.[0] ?? 0)}: ${String(key.value)}`;
    const setting = settingNames.find((known) => known === key.value);
    if (setting === undefined) problems.push(`${where}: there is no such setting${nearest(String(key.value))}`);
    else if (isScalar(value) && value.value !== '') values.set(setting, { value: value.value, where });
    else if (!isScalar(value)) problems.push(`${where}: must be one value`);
  }
  return values;
};

/** What a value may mean: itself; text from the environment or a flag may also be a number, and "off" is null. */
const readings = (value: unknown): unknown[] => {
  if (typeof value !== 'string') return [value];
  if (value === 'off') return [null, value];
  return /^-?\d{1,16}$/.test(value) ? [Number(value), value] : [value];
};

const shown = (value: unknown): string => JSON.stringify(value).slice(0, 80);

const nearest = (name: string): string => {
  const folded = name.toLowerCase().replace(/[-_]/g, '');
  const found = settingNames.find((known) => known.toLowerCase() === folded || known.toLowerCase().startsWith(folded.slice(0, 5)));
  return found === undefined ? '' : ` (is "${found}" meant?)`;
};

/** The environment that gives a child process these same settings. */
export const environmentOf = (settings: Settings): Record<string, string> =>
  Object.fromEntries(settingNames.map((name) => [settingRows[name].env, String(settings[name] ?? 'off')]));
