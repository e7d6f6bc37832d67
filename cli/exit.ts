/** Exit codes of every command. */
export const exitCodes = {
  done: 0,
  /** Some input failed, each said on standard error. */
  someFailed: 1,
  usage: 2,
  /** The machine lacks something; what, and how to get it, was said. */
  machineLacks: 3,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends a command with a sentence for the person and no stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;
  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}
