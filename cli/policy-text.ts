/** A policy as its file is written: one weight, group or deed a line, so that a change is a line too. */
export const policyText = (policy: Readonly<Record<string, unknown>>): string => {
  const parts = Object.entries(policy).map(([key, value]) => `  ${JSON.stringify(key)}: ${linesOf(value)}`);
  return `{\n${parts.join(',\n')}\n}\n`;
};

const linesOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[\n${value.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const rows = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, item]) => `    ${JSON.stringify(name)}: ${JSON.stringify(item)}`);
  return rows.length === 0 ? '{}' : `{\n${rows.join(',\n')}\n  }`;
};
