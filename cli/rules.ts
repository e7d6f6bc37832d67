import { Command } from 'commander';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { loadBrands } from '../classifiers/brands.ts';
import { fieldsOf } from '../classifiers/rules/fields.ts';
import { loadRules, problemLine, type LoadedRules } from '../classifiers/rules/folder.ts';
import { readPageFile } from '../classifiers/rules/page-file.ts';
import { RuleSet } from '../classifiers/rules/rule-set.ts';
import { subjectOf } from '../classifiers/subject.ts';
import { addSettings, settingsOf, type CliContext } from './context.ts';
import { CommandError, exitCodes } from './exit.ts';
import { openRules } from './judging.ts';
import { print } from './output.ts';
import { shippedData } from './shipped-data.ts';

export const rulesCommand = (context: CliContext): Command => {
  const say = (line: string): void => void process.stderr.write(`harrier: ${line}\n`);
  const read = (place: string): LoadedRules => {
    try {
      return loadRules(place);
    } catch (error) {
      throw new CommandError(exitCodes.usage, `the rules ${place} can't be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  };

  return new Command('rules')
    .addHelpText('after', `
Rules are YAML files in the form of public kit indicators (IOK). A folder of them is used by
--rules-dir or HARRIER_RULES; a states.yml in it sets states: "some-id: off", "*": shadow.

Examples:
  $ harrier rules list
  $ harrier rules check my-rules/
  $ harrier rules test my-rules/ --captures my-captures/
  $ HARRIER_RULES=my-rules harrier scan https://login.example/`)
    .addCommand(addSettings(new Command('list').description('every rule that is used: id, level, state, threat, title'), ['rulesDir'])
      .action(async (options: object) => {
        const { rules } = openRules(settingsOf(context, { ...options }).rulesDir, (line) => { context.exit(exitCodes.someFailed); say(line); });
        for (const { id, level, state, threat, title } of rules) await print(`${[id, level, state, threat ?? '-', title].join('\t')}\n`);
      }))
    .addCommand(new Command('check').description('reads rules and says what is wrong, with file and line')
      .argument('<file-or-folder...>', 'rules')
      .action(async (places: string[]) => {
        for (const place of places) {
          const { rules, problems, notes } = read(place);
          for (const note of notes) say(`note: ${problemLine(note)}`);
          for (const problem of problems) say(problemLine(problem));
          if (problems.length > 0) context.exit(exitCodes.someFailed);
          const { unguarded } = new RuleSet(rules);
          for (const id of unguarded.slice(0, 20)) say(`note: the rule "${id}" needs no certain text of three or more characters, so it is tried on every page`);
          await print(`${place}: ${rules.length} rules load, ${new Set(problems.map(({ file }) => file)).size} files are left out\n`);
        }
      }))
    .addCommand(new Command('test').description('says which rules fit which captures, and which miss a capture that they name')
      .argument('[file-or-folder]', 'rules; without it those that ship')
      .requiredOption('--captures <file-or-folder>', 'page files: YAML with url, html, and if need be dom, headers, requests, scripts')
      .action(async (place: string | undefined, options: { readonly captures: string }) => {
        const { rules, problems } = place === undefined ? openRules(null, say) : read(place);
        for (const problem of problems) say(problemLine(problem));
        const set = new RuleSet(rules);
        const brands = loadBrands(shippedData('brands'));
        const fits = new Map<string, Set<string>>();
        for (const file of pageFiles(options.captures)) {
          context.signal.throwIfAborted();
          const name = path.relative(options.captures, file).replaceAll('\\', '/').replace(/\.ya?ml$/, '') || path.basename(file);
          try {
            const found = set.match(fieldsOf(subjectOf(readPageFile(readFileSync(file, 'utf8')), brands, null))).map(({ rule }) => rule.id);
            fits.set(name, new Set(found));
            await print(`${name}\t${found.join(' ') || '-'}\n`);
          } catch (error) {
            context.exit(exitCodes.someFailed);
            say(`${file}: not a page file: ${error instanceof Error ? error.message.split('\n')[0] ?? '' : String(error)}`);
          }
        }
        const missed = rules.flatMap((rule) => rule.captures.filter((name) => fits.get(name)?.has(rule.id) === false).map((name) => `the rule "${rule.id}" does not fit ${name}, which it names`));
        for (const line of missed) say(line);
        if (missed.length > 0 || problems.length > 0) context.exit(exitCodes.someFailed);
      }));
};

const pageFiles = (place: string): string[] => {
  try {
    if (statSync(place).isFile()) return [place];
    return readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ya?ml$/i.test(name)).sort().map((name) => path.join(place, name));
  } catch (error) {
    throw new CommandError(exitCodes.usage, `the captures ${place} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};
