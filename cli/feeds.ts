import Table from 'cli-table3';
import { Command } from 'commander';
import { openFeedStates, pullDue, type Feed, type FeedState } from '../intake/feeds/index.ts';
import { addSettings, openLog, settingsOf, type CliContext } from './context.ts';
import { CommandError, exitCodes } from './exit.ts';
import { feedsExample, feedsOf, userAgent } from './given-sources.ts';
import { keyPrefix, openStores, requireSystem, sayWhoVisits } from './stores.ts';

export const feedsCommand = (context: CliContext): Command =>
  addSettings(new Command('feeds'), ['feeds', 'dataDir', 'redisUrl', 'labMap', 'redaction', 'logLevel'])
    .option('--pull <name>', 'pull this feed now, whenever it is due')
    .option('--json', 'print one JSON line a feed')
    .addHelpText('after', `
The file of the setting \`feeds\` lists what "harrier up" pulls, for example:

${feedsExample.replace(/^/gm, '  ')}

A feed is asked no more often than everyMinutes (60 where it isn't said), with the tags that its publisher gave;
one that fails is asked less and less often. Formats are recognised. Secrets in headers go to the publisher alone.

Examples:
  $ harrier up --feeds feeds.yaml
  $ harrier feeds --feeds feeds.yaml
  $ harrier feeds --feeds feeds.yaml --pull urlhaus`)
    .action(async (options: { readonly pull?: string; readonly json?: boolean }) => {
      const settings = settingsOf(context, options);
      const feeds = feedsOf(settings);
      if (feeds.length === 0) throw new CommandError(exitCodes.usage, 'no feeds are set: name a file with --feeds or HARRIER_FEEDS ("harrier feeds --help" shows the form).');
      const asked = options.pull === undefined ? null : feeds.find(({ name }) => name === options.pull) ?? noSuchFeed(options.pull, feeds);
      if (asked === null) requireSystem(settings);
      const stores = await openStores(settings, context.env, context.now, openLog(settings));
      try {
        const states = openFeedStates(stores.client, keyPrefix);
        if (asked !== null) {
          await states.put(asked.name, { ...await states.get(asked.name), nextAtMs: 0 });
          await pullDue({ feeds: [asked], states, door: stores.door, userAgent, now: context.now, signal: context.signal, onProblem: ({ name }, problem) => {
            process.stderr.write(`harrier: feed ${name}: ${problem}\n`);
            context.exit(exitCodes.someFailed);
          } });
        }
        const rows = await Promise.all((asked === null ? feeds : [asked]).map(async (feed) => ({ feed, state: await states.get(feed.name) })));
        process.stdout.write(options.json === true ? rows.map(({ feed, state }) => `${JSON.stringify({ name: feed.name, url: feed.url, ...state })}\n`).join('') : `${tableOf(rows, context.now())}\n`);
        if (asked !== null) sayWhoVisits(stores);
      } finally {
        await stores.close();
      }
    });

const noSuchFeed = (name: string, feeds: readonly Feed[]): never => {
  throw new CommandError(exitCodes.usage, `there is no feed called ${JSON.stringify(name)}; there are ${feeds.map((feed) => feed.name).join(', ')}.`);
};

const tableOf = (rows: readonly { readonly feed: Feed; readonly state: FeedState }[], nowMs: number): string => {
  const table = new Table({ head: ['feed', 'last good', 'next', 'pulls', 'entries', 'new', 'not taken', 'problem'], style: { head: [], border: [] } });
  for (const { feed, state } of rows) {
    table.push([feed.name, state.lastGoodMs === null ? 'never' : `${spanOf(nowMs - state.lastGoodMs)} ago`, state.nextAtMs <= nowMs ? 'now' : `in ${spanOf(state.nextAtMs - nowMs)}`, state.pulls, state.read, state.fresh, state.refused, state.lastProblem ?? '']);
  }
  return table.toString();
};

/** "40 s", "12 min", "3 h", "2 d". */
const spanOf = (ms: number): string => {
  const [unit, size] = ms < 120_000 ? ['s', 1000] : ms < 7_200_000 ? ['min', 60_000] : ms < 172_800_000 ? ['h', 3_600_000] : ['d', 86_400_000];
  return `${Math.round(ms / Number(size))} ${unit}`;
};
