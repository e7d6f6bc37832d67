import { Argument, Command, Option } from 'commander';
import { threats, type Threat } from '../records/index.ts';
import { exportFormats } from '../reputation/formats/index.ts';
import { recipes, selected } from '../reputation/formats/recipes.ts';
import { addSettings, type CliContext } from './context.ts';
import { print } from './output.ts';
import { withSystem } from './stores.ts';

export const exportCommand = (context: CliContext): Command =>
  addSettings(new Command('export'), ['dataDir', 'redisUrl', 'logLevel'])
    .addArgument(new Argument('<format>', 'how').choices(exportFormats.map(({ name }) => name)))
    .addOption(new Option('--recipe <name>', 'which of the active listings').choices(recipes.map(({ name }) => name)).default('all'))
    .addOption(new Option('--threat <name...>', 'only these threats').choices(threats))
    .option('--brand <name>', 'only what imitates this brand')
    .addHelpText('after', `
Formats:
${exportFormats.map(({ name, about }) => `  ${name.padEnd(12)} ${about}`).join('\n')}

Recipes:
${recipes.map(({ name, about }) => `  ${name.padEnd(15)} ${about}`).join('\n')}

Examples:
  $ harrier export hosts > blocked.hosts
  $ harrier export rpz --recipe high-confidence > harrier.rpz
  $ harrier export csv | head`)
    .action(async (name: string, { recipe: recipeName, threat = [], brand = null, ...options }: { readonly recipe: string; readonly threat?: readonly Threat[]; readonly brand?: string | null }) => {
      const format = exportFormats.find((known) => known.name === name);
      const recipe = recipes.find((known) => known.name === recipeName);
      if (format === undefined || recipe === undefined) return;
      await withSystem(context, options, async (stores) => {
        const nowMs = context.now();
        for await (const line of format.lines(selected(stores.reputation.listings(), { recipe, threats: threat, brand }, nowMs), { nowMs })) {
          context.signal.throwIfAborted();
          await print(`${line}${format.lineEnd}`);
        }
      });
    });
