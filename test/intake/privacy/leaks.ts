/** Whether a secret is in a text: as it is, percent-decoded to any depth, or inside of base64 and hex. */
export const isLeftIn = (text: string, secret: string): boolean => {
  const wanted = secret.toLowerCase();
  return spellings(text).some((spelling) => spelling.toLowerCase().includes(wanted) || spelling.replaceAll('+', ' ').toLowerCase().includes(wanted));
};

const spellings = (text: string): string[] => {
  const found = [text];
  for (let depth = 0; depth < 4; depth += 1) {
    const decoded = (found.at(-1) ?? '').replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
    if (decoded === found.at(-1)) break;
    found.push(decoded);
  }
  const plain = found.at(-1) ?? '';
  const runs = [...plain.matchAll(/[\w+/-]{8,}/g)].flatMap(([run]) => [Buffer.from(run, 'base64').toString('utf8'), ...(run.includes('/') ? run.split('/').map((part) => [Buffer.from(part, 'base64').toString('utf8'), Buffer.from(part, 'hex').toString('utf8')]).flat() : []), Buffer.from(run, 'hex').toString('utf8')]);
  return [...found, ...runs];
};
