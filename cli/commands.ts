import type { Command } from 'commander';
import type { CliContext } from './context.ts';
import { doctorCommand } from './doctor.ts';

/** Every command, in the order that help and README list them. */
export const commands: readonly ((context: CliContext) => Command)[] = [
  doctorCommand,
];
