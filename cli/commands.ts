import type { Command } from 'commander';
import type { CliContext } from './context.ts';
import { doctorCommand } from './doctor.ts';
import { rangeCommand } from './range.ts';
import { rateCommand } from './rate.ts';
import { scanCommand } from './scan.ts';

/** Every command, in the order that help and README list them. */
export const commands: readonly ((context: CliContext) => Command)[] = [
  scanCommand,
  rateCommand,
  rangeCommand,
  doctorCommand,
];
