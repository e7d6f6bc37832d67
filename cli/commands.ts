import type { Command } from 'commander';
import type { CliContext } from './context.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { exportCommand } from './export.ts';
import { lookupCommand } from './lookup.ts';
import { rangeCommand } from './range.ts';
import { rateCommand } from './rate.ts';
import { recrawlCommand } from './recrawl.ts';
import { scanCommand } from './scan.ts';
import { seedCommand } from './seed.ts';
import { upCommand } from './up.ts';
import { workerCommand } from './worker.ts';

/** Every command, in the order that help and README list them. */
export const commands: readonly ((context: CliContext) => Command)[] = [
  upCommand,
  demoCommand,
  scanCommand,
  rateCommand,
  seedCommand,
  lookupCommand,
  recrawlCommand,
  exportCommand,
  workerCommand,
  rangeCommand,
  doctorCommand,
];
