import { Command, InvalidArgumentError, Option } from 'commander';
import { openAudit } from '../api/audit.ts';
import { openKeys, permissions, roles, type Permission, type Role } from '../api/keys.ts';
import { addSettings, type CliContext } from './context.ts';
import { CommandError, exitCodes } from './exit.ts';
import { print } from './output.ts';
import { keyPrefix, withSystem } from './stores.ts';

const dayMs = 86_400_000;

/** `harrier keys create|list|revoke`. */
export const keysCommand = (context: CliContext): Command => {
  const settings = ['dataDir', 'redisUrl', 'logLevel'] as const;
  const command = new Command('keys').addHelpText('after', `
A key is told once, when it is made; kept is its hash. Once there is a key, writing needs one, on this machine as well.

Examples:
  $ harrier keys create "night shift" --role reviewer --days 90
  $ harrier keys create "mail gateway" --role reviewer --scope submit
  $ harrier keys list
  $ harrier keys revoke 1a2b3c4d`);

  const withKeys = async (options: Readonly<Record<string, unknown>>, work: (keys: ReturnType<typeof openKeys>, audit: ReturnType<typeof openAudit>) => Promise<void>): Promise<void> => {
    await withSystem(context, options, ({ client }) => work(openKeys(client, keyPrefix), openAudit(client, keyPrefix)));
  };

  command.addCommand(addSettings(new Command('create').exitOverride(), [...settings])
    .argument('<name>', 'what it is for')
    .addOption(new Option('--role <role>', 'what it may do').choices(roles).makeOptionMandatory())
    .addOption(new Option('--scope <permission...>', 'less than the role allows').choices(permissions))
    .option('--days <days>', 'until it expires', daysIn, 365)
    .action(async (name: string, options: { readonly role: Role; readonly scope?: Permission[]; readonly days: number }) => {
      await withKeys(options, async (keys, audit) => {
        const nowMs = context.now();
        await audit.append('cli', 'keys create', { name, role: options.role, scopes: options.scope ?? null, days: options.days }, nowMs);
        const made = await keys.create({ name: name.slice(0, 100), role: options.role, scopes: options.scope ?? null, expiresAtMs: nowMs + options.days * dayMs }, nowMs);
        await print(`${made.key}\n`);
      });
    }));

  command.addCommand(addSettings(new Command('list').exitOverride(), [...settings])
    .option('--json', 'print one JSON line a key')
    .action(async (options: { readonly json?: true }) => {
      await withKeys(options, async (keys) => {
        for (const key of await keys.list()) {
          const state = key.revokedAtMs !== null ? 'revoked' : key.expiresAtMs <= context.now() ? 'expired' : `until ${new Date(key.expiresAtMs).toISOString().slice(0, 10)}`;
          await print(options.json === true ? `${JSON.stringify(key)}\n` : `${key.id}  ${key.role.padEnd(13)}  ${state.padEnd(16)}  ${key.name}${key.scopes === null ? '' : ` (${key.scopes.join(', ')})`}\n`);
        }
      });
    }));

  command.addCommand(addSettings(new Command('revoke').exitOverride(), [...settings])
    .argument('<id>', 'the eight characters after "hk_", as `list` shows them')
    .action(async (id: string, options: Readonly<Record<string, unknown>>) => {
      await withKeys(options, async (keys, audit) => {
        await audit.append('cli', 'keys revoke', { id }, context.now());
        if (await keys.revoke(id, context.now()) === 'unknown') throw new CommandError(exitCodes.usage, `there is no key "${id.slice(0, 40)}"; "harrier keys list" shows those there are`);
      });
    }));
  return command;
};

const daysIn = (text: string): number => {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 3650) throw new InvalidArgumentError('Must be a whole number from 1 to 3650.');
  return days;
};
