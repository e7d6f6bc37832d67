import { Command, CommanderError } from 'commander';
import { readFileSync } from 'node:fs';
import { commands } from './commands.ts';
import { CommandError, exitCodes, type ExitCode } from './exit.ts';
import type { CliContext } from './context.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

/** Runs one command line and answers its exit code. */
export const main = async (args: readonly string[]): Promise<ExitCode> => {
  let exitCode: ExitCode = exitCodes.done;
  const context: CliContext = { env: process.env, now: Date.now, signal: interruption(), exit: (code) => { exitCode = code; } };
  const program = new Command('harrier')
    .description('Finds malicious URLs before their victims do.')
    .version(version)
    .showHelpAfterError('(harrier --help lists the commands, harrier COMMAND --help their options)')
    .addHelpText('after', `
Examples:
  $ harrier demo                                  the whole system on the built-in test range
  $ harrier scan https://example.com/login        judge a URL now
  $ harrier scan --json < urls.txt > verdicts.ndjson
  $ harrier up                                    run the system; then, from another terminal:
  $ harrier seed feed.csv --source feed:mine      offer it URLs
  $ harrier export hosts > blocked.hosts          take what it found

Exit codes: 0 done, 1 some input failed, 2 usage, 3 the machine lacks something.`);
  for (const command of commands) program.addCommand(throwing(command(context)));
  throwing(program);
  try {
    await program.parseAsync(['node', 'harrier', ...args]);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    if (error instanceof CommandError) {
      process.stderr.write(`harrier: ${error.message}\n`);
      return error.exitCode;
    }
    throw error;
  }
};

/** Commander ends the process by itself unless told not to; a command below another has to be told too. */
const throwing = (command: Command): Command => {
  command.exitOverride();
  for (const below of command.commands) throwing(below);
  return command;
};

const interruption = (): AbortSignal => {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      controller.abort(new Error(name));
      process.once(name, () => process.exit(130));
    });
  }
  // A reader that went away (`harrier export csv | head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCodes.done);
    throw error;
  });
  return controller.signal;
};
