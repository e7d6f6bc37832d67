import { existsSync, readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { pino, type Logger } from 'pino';
import { SettingsError, loadSettings } from '../config/load.ts';
import { flagOf, settingNames, settingRows, type SettingName, type Settings } from '../config/settings.ts';
import { CommandError, exitCodes, type ExitCode } from './exit.ts';

/** What a command gets from the process; nothing else in cli/ reads argv, the environment or the clock by itself. */
export interface CliContext {
  readonly env: NodeJS.ProcessEnv;
  readonly now: () => number;
  /** Aborted by the first SIGINT or SIGTERM; the second ends the process. */
  readonly signal: AbortSignal;
  /** Called by an action before it returns; the last call wins. */
  exit(code: ExitCode): void;
}

/** Adds the flags of these settings, and `--config`. */
export const addSettings = (command: Command, names: readonly SettingName[]): Command => {
  for (const name of names) {
    const { unit, says, env } = settingRows[name];
    command.addOption(new Option(`--${flagOf(name)} <${unit === '' ? 'value' : unit.split(' ').at(-1)}>`, `${says} [${env}]`));
  }
  return command.option('--config <file>', 'Settings file, YAML. [HARRIER_CONFIG, else ./harrier.yaml where there is one]');
};

/** Settings for a command's parsed options. Throws CommandError that lists every mistake. */
export const settingsOf = (context: CliContext, options: Readonly<Record<string, unknown>>): Settings => {
  const given = (options['config'] as string | undefined) ?? context.env['HARRIER_CONFIG'];
  const name = given ?? (existsSync('harrier.yaml') ? 'harrier.yaml' : null);
  const flags = Object.fromEntries(settingNames.map((setting) => [setting, options[setting]]));
  try {
    return loadSettings({ flags, env: context.env, file: name === null ? null : { name, text: readGiven(name, 'settings file') } });
  } catch (error) {
    if (error instanceof SettingsError) throw new CommandError(exitCodes.usage, error.message);
    throw error;
  }
};

/** Text of a file that the user named. Throws CommandError with its name and what to do. */
export const readGiven = (file: string, what: string): string => readGivenBytes(file, what).toString('utf8');

/** Bytes of a file that the user named; throws as `readGiven` does. */
export const readGivenBytes = (file: string, what: string): Buffer => {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new CommandError(exitCodes.usage, `the ${what} ${file} can't be read (${(error as NodeJS.ErrnoException).code ?? String(error)}). Check its name and its permissions.`);
  }
};

/** Logs to standard error as JSON lines, so that standard output stays the command's own. */
export const openLog = (settings: Settings): Logger => pino({ level: settings.logLevel, base: null }, pino.destination({ dest: 2, sync: true }));
