import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  /** Total known so far; null while nobody can tell. */
  total(total: number | null): void;
  done(done: number, note?: string): void;
  stop(): void;
}

/** Done, rate and time left on a terminal; nothing where standard error is no terminal. */
export const openProgress = (title: string, stream: NodeJS.WriteStream = process.stderr): Progress => {
  if (!stream.isTTY) return { total: () => undefined, done: () => undefined, stop: () => undefined };
  let lastDone = 0;
  let known: number | null = null;
  const bar = new SingleBar({
    stream,
    clearOnComplete: true,
    hideCursor: true,
    etaBuffer: 100,
    format: (options, params, payload: { note?: string }) => {
      const seconds = Math.max(0.001, (Date.now() - params.startTime) / 1000);
      const rate = lastDone / seconds;
      const left = known === null || rate === 0 ? '' : `, ${duration((known - lastDone) / rate)} left`;
      const share = known === null || known === 0 ? 0 : lastDone / known;
      const filled = Math.round(share * 30);
      const picture = known === null ? '' : `${(options.barCompleteString ?? '').slice(0, filled)}${(options.barIncompleteString ?? '').slice(0, 30 - filled)} `;
      return `${title} ${picture}${lastDone}${known === null ? '' : `/${known}`}, ${rate.toFixed(rate < 10 ? 1 : 0)}/s${left}${payload.note === undefined ? '' : `  ${payload.note}`}`;
    },
  }, Presets.shades_classic);
  bar.start(1, 0, {});
  return {
    total: (total) => { known = total; bar.setTotal(Math.max(1, total ?? lastDone + 1)); },
    done: (done, note) => { lastDone = done; if (known === null) bar.setTotal(done + 1); bar.update(done, note === undefined ? {} : { note }); },
    stop: () => { bar.stop(); },
  };
};

const duration = (seconds: number): string => (seconds < 60 ? `${Math.ceil(seconds)} s` : seconds < 3600 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`);
