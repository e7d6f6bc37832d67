import { Command, CommanderError } from 'commander';
import { readFileSync } from 'node:fs';
import { commands } from './commands.ts';
import { CommandError, exitCodes, type ExitCode } from './exit.ts';
import type { CliContext } from './context.ts';
import { ReaderGone, watchOutput } from './output.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

/** What a command that didn't come to its end left open holds the process no longer than this. */
const leaveMs = 1000;

/** Runs one command line and answers its exit code. */
export const main = async (args: readonly string[]): Promise<ExitCode> => {
  let exitCode: ExitCode = exitCodes.done;
  const signal = interruption();
  const context: CliContext = { env: process.env, now: Date.now, signal, exit: (code) => { exitCode = code; } };
  try {
    await (await programFor(args, context)).parseAsync(['node', 'harrier', ...args]);
    if (!signal.aborted) return exitCode;
  } catch (error) {
    exitCode = await exitCodeOf(error, signal);
  }
  if (signal.reason instanceof ReaderGone) exitCode = exitCodes.done;
  setTimeout(() => process.exit(exitCode), leaveMs).unref();
  return exitCode;
};

/** The program with the command that the arguments ask for; of the others it knows only what help says. */
const programFor = async (args: readonly string[], context: CliContext): Promise<Command> => {
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
  const asked = args.find((arg) => commands.some(({ name }) => name === arg));
  for (const { name, does, load } of commands) {
    program.addCommand((name === asked ? (await load())(context) : new Command(name)).description(does).exitOverride());
  }
  return program.exitOverride();
};

/** Says what went wrong. A fault of our own is thrown on, with its stack. */
const exitCodeOf = async (error: unknown, signal: AbortSignal): Promise<ExitCode> => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  const { failureOf } = await import('./failure.ts');
  const failure = failureOf(error instanceof CommandError || !signal.aborted ? error : signal.reason);
  if (failure === null) throw error;
  if (failure.message !== '') process.stderr.write(`harrier: ${failure.message}\n`);
  return failure.exitCode;
};

/** Aborted by the first SIGINT or SIGTERM, and where nobody reads or keeps what is printed; the second signal ends the process. */
const interruption = (): AbortSignal => {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      controller.abort(new CommandError(exitCodes.someFailed, `stopped by ${name}; what was done until then stays done.`));
      process.once(name, () => process.exit(130));
    });
  }
  watchOutput((reason) => { controller.abort(reason); });
  return controller.signal;
};
