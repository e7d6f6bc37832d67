import { ruleRegex } from '../../../classifiers/rules/regex.ts';
import type { Condition, FieldTest, FieldTexts, Rule } from '../../../classifiers/rules/rule.ts';

/** Whether a rule fits, read off the rule word by word, with no index and nothing shared: what RuleSet must agree with, and the bench's rival. */
export const fitsSlowly = (rule: Rule, texts: FieldTexts): boolean => {
  const holds = (condition: Condition): boolean => {
    switch (condition.is) {
      case 'search': return rule.searches.get(condition.name)?.some((matcher) => matcher.every((test) => testHolds(test, texts))) ?? false;
      case 'not': return !holds(condition.of);
      case 'and': return condition.of.every(holds);
      case 'or': return condition.of.some(holds);
    }
  };
  return holds(rule.condition);
};

const testHolds = ({ field, by, values, all }: FieldTest, texts: FieldTexts): boolean => {
  if (by === 'absent') return texts[field].length === 0;
  const found = (value: string): boolean => texts[field].some((text) => {
    switch (by) {
      case 'equals': return text === value;
      case 'contains': return text.includes(value);
      case 'startswith': return text.startsWith(value);
      case 'endswith': return text.endsWith(value);
      case 're': return ruleRegex(value).test(text);
    }
  });
  return all ? values.every(found) : values.some(found);
};
