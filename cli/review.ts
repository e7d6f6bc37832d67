import { Command, Option } from 'commander';
import { openAudit } from '../api/audit.ts';
import { explain } from '../classifiers/explain.ts';
import { scopes, threats, type Scope, type Threat } from '../records/index.ts';
import { decisions, type DecisionKind, type WaitingItem } from '../reputation/review/contract.ts';
import { openDecisions } from '../reputation/review/decisions.ts';
import { openDesk } from '../reputation/review/desk.ts';
import { openReviewQueue } from '../reputation/review/queue.ts';
import { readReviewData } from '../reputation/review/worth.ts';
import { parseUrl } from '../url/index.ts';
import { addSettings, type CliContext } from './context.ts';
import { CommandError, exitCodes } from './exit.ts';
import { print } from './output.ts';
import { shippedData } from './shipped-data.ts';
import { keyPrefix, withSystem, type Stores } from './stores.ts';

/** Who decides from a terminal: whoever can reach the data folder. */
const who = 'cli';

/** `harrier review list|show|decide|undo`: the desk without a browser. */
export const reviewCommand = (context: CliContext): Command => {
  const settings = ['dataDir', 'redisUrl', 'logLevel'] as const;
  const sub = (name: string): Command => addSettings(new Command(name).exitOverride(), [...settings]).option('--json', 'print one JSON line each');

  const withDesk = async (options: object, work: (desk: OpenDesk) => Promise<void>): Promise<void> => {
    await withSystem(context, options, async (stores) => {
      const data = readReviewData(shippedData('review'));
      const [review, log] = [openReviewQueue(stores.client, keyPrefix, data), openDecisions(stores.client, keyPrefix)];
      await work({ stores, review, desk: openDesk({ reputation: stores.reputation, review, decisions: log, data }), audit: openAudit(stores.client, keyPrefix) });
    });
  };

  return new Command('review').addHelpText('after', `
What the machine leaves to people, worth most first. A decision outranks the machine until it ends or is taken back.

Examples:
  $ harrier review list --max 20
  $ harrier review show http://suspicious.example/pay
  $ harrier review decide malicious http://suspicious.example/pay --threat phishing --scope host --note "a copy of the bank"
  $ harrier review undo 1780000000000-0`)
    .addCommand(sub('list').description('what waits, worth most first').option('--max <number>', 'at most so many', '50').action(async (options: { readonly json?: true; readonly max: string }) => {
      const max = Number(options.max);
      if (!Number.isInteger(max) || max < 1 || max > 10_000) throw new CommandError(exitCodes.usage, '--max must be a whole number from 1 to 10000');
      await withDesk(options, async ({ review }) => {
        for (const item of (await review.list(0, max, context.now())).items) await print(options.json === true ? `${JSON.stringify(item)}\n` : `${lineOf(item)}\n`);
      });
    }))
    .addCommand(sub('show').description('one URL, with the reasons').argument('<url-or-key>').action(async (given: string, options: { readonly json?: true }) => {
      await withDesk(options, async ({ stores, review }) => {
        const urlKey = keyIn(given);
        const [item, verdict] = await Promise.all([review.get(urlKey, context.now()), stores.reputation.verdictOf(urlKey)]);
        if (verdict === null) throw new CommandError(exitCodes.usage, `${shown(given)} was never judged here`);
        await print(options.json === true ? `${JSON.stringify({ item, verdict })}\n` : `${item === null ? 'Does not wait for a person.' : lineOf(item)}\n${shown(explain(verdict))}\n${verdict.signals.map(({ weight, name, says }) => `  ${weight >= 0 ? '+' : ''}${weight.toFixed(1)}  ${shown(name)}: ${shown(says)}\n`).join('')}`);
      });
    }))
    .addCommand(sub('decide').description('decides about URLs').argument(`<${decisions.join('|')}>`).argument('<url-or-key...>')
      .addOption(new Option('--threat <threat>', 'what it does, where it is malicious').choices(threats))
      .addOption(new Option('--scope <scope>', 'how much to blame; without it the rules decide').choices(scopes))
      .option('--note <text>', 'why', '')
      .action(async (kind: string, given: string[], options: { readonly json?: true; readonly threat?: Threat; readonly scope?: Scope; readonly note: string }) => {
        const decision = decisions.find((known): known is DecisionKind => known === kind);
        if (decision === undefined) throw new CommandError(exitCodes.usage, `"${shown(kind)}" is no decision; there are ${decisions.join(', ')}`);
        const keys = given.map(keyIn);
        await withDesk(options, async ({ desk, audit }) => {
          const deciding = { decision, threat: options.threat ?? null, scope: options.scope ?? null, note: options.note };
          await audit.append(who, 'review decide', { keys, ...deciding }, context.now());
          const decided = await desk.decide(keys, deciding, who, context.now());
          for (const [index, one] of decided.entries()) {
            if (one.outcome === 'unknown' || one.outcome === 'claimed') context.exit(exitCodes.someFailed);
            await print(options.json === true ? `${JSON.stringify(one)}\n` : `${one.outcome.padEnd(9)} ${(one.id ?? '-').padEnd(18)} ${shown(given[index] ?? one.urlKey)}\n`);
          }
        });
      }))
    .addCommand(sub('undo').description('takes a decision back').argument('<id>', 'as `decide` prints it').action(async (id: string, options: { readonly json?: true }) => {
      if (!/^\d{1,15}-\d{1,10}$/.test(id)) throw new CommandError(exitCodes.usage, `"${shown(id)}" is no id of a decision; "decide" prints it`);
      await withDesk(options, async ({ desk, audit }) => {
        await audit.append(who, 'review undo', { id }, context.now());
        const outcome = await desk.undo(id, context.now());
        if (outcome !== 'undone') context.exit(exitCodes.someFailed);
        await print(options.json === true ? `${JSON.stringify({ id, outcome })}\n` : `${{ undone: 'taken back', unknown: 'there is no such decision', already: 'it was taken back before', newer: 'a later decision about the same URL stands' }[outcome]}\n`);
      });
    }));
};

interface OpenDesk { readonly stores: Stores; readonly review: ReturnType<typeof openReviewQueue>; readonly desk: ReturnType<typeof openDesk>; readonly audit: ReturnType<typeof openAudit> }

const keyIn = (given: string): string => {
  if (/^[A-Za-z0-9_-]{22}$/.test(given)) return given;
  const parsed = parseUrl(given);
  if (!parsed.ok) throw new CommandError(exitCodes.usage, `${shown(given)} is neither a URL nor the key of one`);
  return parsed.url.key;
};

const lineOf = ({ urlKey, url, verdict, threat, score, reasons, lookupsPerDay, claim }: WaitingItem): string =>
  `${urlKey}  ${verdict.padEnd(10)} ${score.toFixed(2)}  ${reasons.join(',')}${threat === null ? '' : `  ${threat}`}${lookupsPerDay === 0 ? '' : `  ${lookupsPerDay} look-ups a day`}${claim === null ? '' : '  in hand'}  ${shown(url)}`;

/** What pages wrote reaches a terminal without the characters that command it. */
const shown = (text: string): string => text.slice(0, 4000).replace(/\p{C}/gu, (character) => (character === '\n' ? ' ' : '\u{fffd}'));
