import { Command } from 'commander';
import type { CliContext } from './context.ts';
import { trainers } from './trainers/index.ts';

export const trainCommand = (context: CliContext): Command => {
  const command = new Command('train').addHelpText('after', `
Training is deterministic: the same data gives the same model. What ships with Harrier was trained so; train again to add data of your own.

Examples:
  $ harrier train urls --data labelled.csv.gz
  $ harrier train urls --help
  $ harrier train brands --help`);
  for (const { name, does, load } of trainers) {
    command.command(name).description(does).helpOption(false).allowUnknownOption().allowExcessArguments()
      .action(async (_options: unknown, given: Command) => {
        const trainer = (await load())(context).description(does).exitOverride();
        await trainer.parseAsync(given.args, { from: 'user' });
      });
  }
  return command;
};
