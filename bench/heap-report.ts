/** Preloaded by bench/scan.ts: tells its parent, over the channel, what the heap holds. Does not hold the process. */
const report = (): void => { process.send?.(process.memoryUsage()); };
setInterval(report, 1000).unref();
process.channel?.unref();
