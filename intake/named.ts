import { z } from 'zod';

/** A list in a file of settings whose entries are told apart by name. `what`: the plural, for the message. */
export const uniquelyNamed = <S extends z.ZodType<{ readonly name: string }>>(entry: S, what: string): z.ZodArray<S> => z.array(entry).superRefine((entries, context) => {
  const seen = new Set<string>();
  entries.forEach(({ name }, index) => {
    if (seen.has(name)) context.addIssue({ code: 'custom', path: [index, 'name'], message: `there are two ${what} called ${name}` });
    seen.add(name);
  });
});
