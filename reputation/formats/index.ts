import { csv } from './csv.ts';
import { hosts } from './hosts.ts';
import { plain } from './plain.ts';
import type { ExportFormat } from './contract.ts';

/** Every format, by the name that it is asked for. */
export const exportFormats: readonly ExportFormat[] = [csv, hosts, plain];

export type { ExportFormat, ExportStamp } from './contract.ts';
