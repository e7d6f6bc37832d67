import { z } from 'zod';
import { auditRowSchema } from '../audit.ts';
import { refusals } from '../shapes.ts';
import type { Routes } from './plugin.ts';

/** `GET /v1/audit`: who changed what, for administrators. */
export const auditRoutes: Routes = ({ audit, access, ask }) => (app, _options, done) => {
  app.get('/v1/audit', {
    onRequest: (request, _reply, next) => { access.may(request, 'administer'); next(); },
    schema: {
      summary: 'What people changed, oldest first; each row chained to the one before by its hash',
      tags: ['audit'],
      querystring: z.object({ after: z.coerce.number().int().min(0).max(1e15).default(0), max: z.coerce.number().int().min(1).max(1000).default(1000) }),
      response: { 200: z.object({ rows: z.array(auditRowSchema) }), ...refusals },
    },
  }, async ({ query: { after, max } }) => ({ rows: await ask(() => audit.rows(after, max)) }));
  done();
};
