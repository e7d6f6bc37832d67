import Table from 'cli-table3';
import { Command } from 'commander';
import { openCampaigns } from '../correlation/campaigns.ts';
import type { Campaign } from '../records/index.ts';
import { defang, parseUrl } from '../url/index.ts';
import { addSettings, type CliContext } from './context.ts';
import { CommandError, exitCodes } from './exit.ts';
import { keyPrefix, withSystem } from './stores.ts';

const shownMembers = 50;

export const campaignsCommand = (context: CliContext): Command =>
  addSettings(new Command('campaigns'), ['dataDir', 'redisUrl', 'logLevel'])
    .argument('[which]', 'the number of a campaign, or a URL that is of one; without it, those that grew last')
    .option('--json', 'print one JSON line a campaign')
    .addHelpText('after', `
A campaign is what shares things that attackers reuse: a kit's files, the tree of a page, scripts, icons, where forms send,
bots, ids of statistics services, certificates, addresses. What decent pages have as well counts little, or nothing.

Examples:
  $ harrier campaigns
  $ harrier campaigns 12
  $ harrier campaigns http://suspicious.example/pay`)
    .action(async (which: string | undefined, options: { readonly json?: true }) => {
      await withSystem(context, options, async (stores) => {
        const campaigns = openCampaigns(stores.client, keyPrefix);
        if (which === undefined) {
          const recent = await campaigns.recent(100);
          process.stdout.write(options.json === true ? recent.map((campaign) => `${JSON.stringify(campaign)}\n`).join('') : `${tableOf(recent)}\n`);
          return;
        }
        const id = /^\d+$/.test(which) ? which : await idOf(which, (key) => campaigns.campaignOf(key));
        const campaign = await campaigns.get(id);
        if (campaign === null) throw new CommandError(exitCodes.usage, `there is no campaign ${id}; "harrier campaigns" lists those that grew last.`);
        const verdicts = await Promise.all((await campaigns.members(campaign.id, shownMembers)).map((key) => stores.reputation.verdictOf(key)));
        const urls = verdicts.filter((verdict) => verdict !== null).map(({ url, verdict, atMs }) => ({ url, verdict, atMs }));
        process.stdout.write(options.json === true ? `${JSON.stringify({ ...campaign, urls })}\n` : textOf(campaign, urls));
      });
    });

const idOf = async (text: string, campaignOf: (key: string) => Promise<string | null>): Promise<string> => {
  const parsed = parseUrl(text);
  const id = parsed.ok ? await campaignOf(parsed.url.key) : null;
  if (id === null) throw new CommandError(exitCodes.usage, `${JSON.stringify(text.slice(0, 200))} is ${parsed.ok ? 'of no campaign that is known' : 'neither a number nor a URL'}.`);
  return id;
};

const first = (counts: Campaign['threats']): string => counts.slice(0, 2).map(([name]) => name).join(', ');
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');

const tableOf = (campaigns: readonly Campaign[]): string => {
  const table = new Table({ head: ['campaign', 'members', 'owners', 'threat', 'brand', 'first', 'last', 'tied by'], style: { head: [], border: [] } });
  for (const campaign of campaigns) table.push([campaign.id, campaign.members, campaign.owners, first(campaign.threats), first(campaign.brands), dayOf(campaign.firstSeenMs), dayOf(campaign.lastSeenMs), campaign.ties.slice(0, 3).map(([tie]) => tie.split(' ', 1)[0]).join(', ')]);
  return table.toString();
};

const textOf = (campaign: Campaign, urls: readonly { readonly url: string; readonly verdict: string; readonly atMs: number }[]): string => [
  `Campaign ${campaign.id}: ${campaign.members} members on hosts of about ${campaign.owners} owners, ${campaign.ownMalicious} of them malicious by themselves`,
  `First seen ${dayOf(campaign.firstSeenMs)}, last ${dayOf(campaign.lastSeenMs)}${campaign.threats.length === 0 ? '' : `; ${campaign.threats.map(([name, count]) => `${name} ${count}`).join(', ')}`}${campaign.brands.length === 0 ? '' : `; ${campaign.brands.slice(0, 5).map(([name, count]) => `${name} ${count}`).join(', ')}`}`,
  ...(campaign.ties.length === 0 ? [] : ['Tied by:', ...campaign.ties.map(([tie, count]) => `  ${String(count).padStart(6)} ${tie}`)]),
  'Members, newest first:', ...urls.map(({ url, verdict, atMs }) => `  ${dayOf(atMs)} ${verdict.padEnd(10)} ${defang(url)}`), '',
].join('\n');
