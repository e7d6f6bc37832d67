import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { errorRows } from '../../api/errors.ts';
import { createApi } from '../../api/server.ts';
import { projectRoot } from '../house/source-files.ts';
import { FakeWorld } from './fakes.ts';

const docs = readFileSync(path.join(projectRoot, 'docs/api.md'), 'utf8');

describe('docs/api.md', () => {
  it('has a row for every error code, as the table declares it, and no other', () => {
    const rows = [...docs.matchAll(/^\| `([a-z-]+)` \| (\d{3}) \| (.+) \|$/gm)].map(([, code, status, message]) => [code, Number(status), message]);
    expect(rows).to.deep.equal(Object.entries(errorRows).map(([code, { status, message }]) => [code, status, message]));
  });

  it('has a row for every path of the server, and no other', async () => {
    const app = createApi(new FakeWorld().deps());
    await app.ready();
    const served = Object.entries(app.swagger().paths ?? {}).flatMap(([route, operations]) => Object.keys(operations as object).map((method) => `${method.toUpperCase()} ${route.replace(/\{(\w+)\}/g, ':$1')}`));
    await app.close();
    const rows = [...docs.matchAll(/^\| `((?:GET|POST) \/[^`]*)` \|/gm)].map(([, row]) => row ?? '');
    expect(rows).to.have.members([...served, 'GET /openapi.json']);
  });
});
