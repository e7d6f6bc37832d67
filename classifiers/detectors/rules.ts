import { fileURLToPath } from 'node:url';
import { plain } from '../finding.ts';
import type { Detector, Finding } from '../contract.ts';
import type { PartName } from '../../records/index.ts';
import { fieldsOf } from '../rules/fields.ts';
import { loadRules, type LoadedRules } from '../rules/folder.ts';
import type { RuleField } from '../rules/rule.ts';
import { RuleSet, type RuleMatch } from '../rules/rule-set.ts';

/** Rules as data (classifiers/rules): kits, panels, loaders and lures by their shape. Each that fits is a finding; the surest one counts. */
const signals = {
  'critical': 'A rule of level critical fits: the page does what only malicious pages do.',
  'high': 'A rule of level high fits: the shape of a known kind of kit, panel or loader.',
  'medium': 'A rule of level medium fits: a technique that decent pages seldom use.',
  'low': 'A rule of level low fits: a technique or service that malicious and decent pages use.',
  'informational': 'A rule of level informational fits.',
  'shadow': 'A rule that is on trial fits.',
} as const;

/** The detector for a set of rules that is made once it is first asked for. */
export const rulesDetector = (rules: () => RuleSet): Detector => {
  let made: RuleSet | null = null;
  return {
    name: 'rules',
    needs: ['html', 'frames', 'scripts', 'requests'],
    signals,
    detect(subject) {
      made ??= rules();
      const matches = made.match(fieldsOf(subject)).filter(({ rule }) => !rule.targets.some((target) => subject.brands.byName(target) !== null && subject.brands.byName(target) === subject.brands.ownerOf(subject.final.host)));
      return matches.slice(0, maxFindings).map((match) => findingOf(match, subject.brands.byName(match.rule.targets[0] ?? '')?.name ?? null));
    },
  };
};

/** Where the rules stand that ship with Harrier. */
export const shippedRulesFolder = fileURLToPath(new URL('../rules/indicators', import.meta.url));

let shipped: LoadedRules | null = null;
export const shippedRules = (): LoadedRules => (shipped ??= loadRules(shippedRulesFolder));

export const rules: Detector = rulesDetector(() => new RuleSet(shippedRules().rules));

const maxFindings = 30;

const findingOf = ({ rule, field }: RuleMatch, brand: string | null): Finding => ({
  name: `rules/${rule.state === 'shadow' ? 'shadow' : rule.level}`,
  threat: rule.state === 'shadow' ? null : rule.threat,
  says: plain(`The rule "${rule.title}" fits${rule.description === '' ? '.' : `: ${rule.description}`}`, 500),
  evidence: { part: partOfField[field], at: `${rule.id} (${field})`.slice(0, 300) },
  brand,
});

const partOfField: Readonly<Record<RuleField, PartName | 'url'>> = {
  title: 'frames', hostname: 'url', html: 'html', dom: 'frames', js: 'scripts', css: 'html', cookies: 'response', headers: 'response', requests: 'requests',
};
