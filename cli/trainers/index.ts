import type { Command } from 'commander';
import type { CliContext } from '../context.ts';

/** A model that `harrier train` makes. Its file is loaded only where it is asked for. */
export interface TrainerRow {
  readonly name: string;
  readonly does: string;
  readonly load: () => Promise<(context: CliContext) => Command>;
}

/** Every trainer, in the order that help lists them. */
export const trainers: readonly TrainerRow[] = [
  { name: 'urls', does: 'the URL model, from a CSV of labelled URLs', load: async () => (await import('./urls.ts')).trainUrlsCommand },
  { name: 'pages', does: 'the weights of the signals that pages raise, from labelled captures', load: async () => (await import('./pages.ts')).trainPagesCommand },
  { name: 'brands', does: 'the catalogue of brands, from public directories', load: async () => (await import('./brands.ts')).trainBrandsCommand },
];
