import { collected } from '../../records/index.ts';
import type { Collector, Scene } from './contract.ts';

/** What the page cost its visitor's machine, by Chromium's own account (CDP Performance.getMetrics, Chromium 156; seconds and bytes). Its ProcessTime is 0 in the sandbox. */
export const cost = ({ cdp }: Scene): Collector<'cost'> => {
  let cpuMsBefore = 0;
  const metrics = async (): Promise<(name: string) => number> => {
    const told = new Map((await cdp.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]));
    return (name) => told.get(name) ?? 0;
  };
  return {
    parts: ['cost'],
    claimMs: 1500,
    attach: async () => {
      await cdp.send('Performance.enable', { timeDomain: 'timeTicks' });
      cpuMsBefore = (await metrics())('ThreadTime') * 1000;
    },
    finish: async () => {
      const of = await metrics();
      const cpuMs = of('ThreadTime') * 1000;
      return {
        cost: collected({
          // A page that moved to another process started anew there.
          cpuMs: Math.round(cpuMs >= cpuMsBefore ? cpuMs - cpuMsBefore : cpuMs),
          taskMs: Math.round(of('TaskDuration') * 1000), scriptMs: Math.round(of('ScriptDuration') * 1000), layoutMs: Math.round((of('LayoutDuration') + of('RecalcStyleDuration')) * 1000),
          heapBytes: Math.round(of('JSHeapUsedSize')), nodes: of('Nodes'), listeners: of('JSEventListeners'),
        }),
      };
    },
  };
};
