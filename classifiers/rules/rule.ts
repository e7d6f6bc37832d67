import { threatSchema, type Threat } from '../../records/index.ts';

/**
 * A rule as data: one YAML file in the Sigma-like form of public kit indicators (IOK, phish.report).
 *
 * ```yaml
 * title: Stolen card as a picture       # required
 * level: high                           # informational, low, medium, high, critical
 * tags: [skimmer]
 * detection:                            # required
 *   reads:                              # a search: maps are "and", lists of maps are "or"
 *     js|contains|all: ['cc_number', 'new Image']
 *   shop:
 *     hostname|endswith: .shop.test
 *   condition: reads and not shop
 * ```
 *
 * Text is compared with its case, as that form does it; `re` is RE2 syntax. Three keys are our own, and others
 * may carry them too: `state`, `threat`, and `captures` (what it must match; see `harrier rules test`).
 */
export interface Rule {
  /** `id`, or the file's name without its ending. */
  readonly id: string;
  /** As it was opened, for messages. */
  readonly file: string;
  readonly title: string;
  readonly description: string;
  readonly level: RuleLevel;
  readonly state: RuleState;
  readonly threat: Threat | null;
  readonly tags: readonly string[];
  readonly references: readonly string[];
  /** Whom it says that a page imitates: its `target.<brand>` tags. */
  readonly targets: readonly string[];
  /** Captures that it must match, as "range:<site>" or "<folder>/<name>" below fixtures/captures. */
  readonly captures: readonly string[];
  readonly searches: ReadonlyMap<string, Search>;
  readonly condition: Condition;
}

/** Higher is surer. Public indicators seldom have one: a kit is then `high`, a technique `low`. */
export const ruleLevels = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type RuleLevel = (typeof ruleLevels)[number];

/** `shadow`: reported with no weight, to see what a rule would do. `off`: loaded, checked, never matched. */
export const ruleStates = ['on', 'shadow', 'off'] as const;
export type RuleState = (typeof ruleStates)[number];

export const ruleFields = ['title', 'hostname', 'html', 'dom', 'js', 'css', 'cookies', 'headers', 'requests'] as const;
export type RuleField = (typeof ruleFields)[number];

/** What rules look at: each field's texts. */
export type FieldTexts = Readonly<Record<RuleField, readonly string[]>>;

/** Any of these. */
export type Search = readonly Matcher[];
/** All of these. */
export type Matcher = readonly FieldTest[];

export interface FieldTest {
  readonly field: RuleField;
  readonly by: 'equals' | 'contains' | 'startswith' | 'endswith' | 're' | 'absent';
  /** Empty for `absent`: the field has no text. */
  readonly values: readonly string[];
  /** Each value has to be there, not just one. */
  readonly all: boolean;
  /** 1-based line in its file. */
  readonly line: number;
}

export type Condition =
  | { readonly is: 'search'; readonly name: string }
  | { readonly is: 'not'; readonly of: Condition }
  | { readonly is: 'and' | 'or'; readonly of: readonly Condition[] };

/** What is wrong with a rule, and where. The rule is left out, the others load. */
export interface RuleProblem {
  readonly file: string;
  /** 1-based; null where no line is to blame. */
  readonly line: number | null;
  readonly message: string;
}

/** The threat that tags speak of, null where they name none. */
export const threatOfTags = (tags: readonly string[]): Threat | null => {
  for (const tag of tags) {
    const known = threatSchema.safeParse(tag);
    if (known.success) return known.data;
    const row = threatByTag.find(([pattern]) => pattern.test(tag));
    if (row !== undefined) return row[1];
  }
  return null;
};

const threatByTag: readonly (readonly [RegExp, Threat])[] = [
  [/^malware\b|stealer|dropper|botnet/, 'malware'],
  [/^(?:crypto_?)?(?:drainer|scam|giveaway)\b|cryptocurrency_scam/, 'scam'],
  [/^tech_?support/, 'tech-support-scam'],
  [/^(?:kit|phishing|exfiltration|target)\b/, 'phishing'],
];
