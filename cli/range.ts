import { once } from 'node:events';
import { Command } from 'commander';
import { startRange, writeLab } from '../fixtures/range/index.ts';
import type { CliContext } from './context.ts';

export const rangeCommand = (context: CliContext): Command =>
  new Command('range')
    .option('--out <folder>', 'where lab.map, ca.pem, urls.txt and truth.tsv are written', 'range-lab')
    .addHelpText('after', `
It stays until Ctrl-C. From another terminal:
  $ harrier scan --lab-map range-lab/lab.map --lab-ca range-lab/ca.pem --brands fixtures/range/brands.json < range-lab/urls.txt`)
    .action(async ({ out }: { readonly out: string }) => {
      const range = await startRange();
      try {
        const files = writeLab(range, out);
        process.stdout.write(`${range.sites.length} sites, ${range.urls.length} URLs. Lab map: ${files.labMap}, authority: ${files.caPem}, URLs: ${files.urls}, truth: ${files.truth}\nServing until Ctrl-C.\n`);
        if (!context.signal.aborted) await once(context.signal, 'abort');
      } finally {
        await range.close();
      }
    });
