import { z } from 'zod';
import { permissions, roles } from '../keys.ts';
import { refusals } from '../shapes.ts';
import type { Routes } from './plugin.ts';

/** `GET /v1/me`: who asks, and what they may do, so that a page shows what will be answered. */
export const meRoutes: Routes = ({ access, keyRing }) => (app, _options, done) => {
  app.get('/v1/me', {
    schema: {
      summary: 'Who this client is, and what it may do',
      tags: ['keys'],
      response: { 200: z.object({ who: z.string().nullable().describe('Id of the key; null for a visitor without one.'), name: z.string().nullable(), role: z.enum(roles).nullable(), permissions: z.array(z.enum(permissions)), needsKey: z.boolean().describe('Whether writing needs a key here.') }), ...refusals },
    },
  }, async (request) => {
    const may = permissions.filter((permission) => {
      try {
        access.may(request, permission);
        return true;
      } catch {
        return false;
      }
    });
    const who = access.keyOf(request);
    const key = who === null || who === 'settings' ? null : (await keyRing.list()).find(({ id }) => id === who) ?? null;
    return { who: who ?? (may.length > 0 ? 'this-machine' : null), name: key?.name ?? (who === 'settings' ? 'the key of the settings' : null), role: key?.role ?? (may.includes('administer') ? 'administrator' as const : null), permissions: may.length > 0 ? may : ['read' as const], needsKey: may.length === 0 };
  });
  done();
};
