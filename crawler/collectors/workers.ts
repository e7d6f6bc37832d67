import type { WorkerRecord } from '../../records/index.ts';
import { collected } from '../../records/index.ts';
import { CappedList, caps, cutText } from '../caps.ts';
import type { Collector, Scene } from './contract.ts';

/** Threads that the page starts beside itself. Shared workers are no children of a page: they are told from inside of it (part `behaviour`, "worker"). */
export const workers = ({ page, atMs }: Scene): Collector<'workers'> => {
  const seen = new CappedList<WorkerRecord>(caps.workers);
  const add = (kind: WorkerRecord['kind'], url: string): void => seen.push({ kind, url: cutText(url, caps.url), atMs: atMs() });
  return {
    parts: ['workers'],
    claimMs: 0,
    attach: () => {
      page.on('worker', (worker) => { add('dedicated', worker.url()); });
      page.context().on('serviceworker', (worker) => { add('service', worker.url()); });
    },
    finish: () => ({ workers: collected(seen.items, seen.cut('workers')) }),
  };
};
