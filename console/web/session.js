import { get, setKey } from './api.js';

/** Who uses this page, and what they may do. The key is in memory alone: a page that is loaded again asks for it again. */

const nobody = { who: null, name: null, role: null, permissions: ['read'], needsKey: true };
let me = null;
const listeners = new Set();

const load = async () => {
  me = await get('/v1/me').catch(() => nobody);
  for (const listener of listeners) listener(me);
  return me;
};

export const whoAmI = async () => me ?? load();
export const may = async (permission) => (await whoAmI()).permissions.includes(permission);
export const onSession = (listener) => { listeners.add(listener); };

/** Answers whether the key works here. */
export const signIn = async (key) => {
  setKey(key.trim());
  const now = await load();
  if (now.who !== null && now.who !== 'this-machine') return true;
  setKey(null);
  await load();
  return false;
};

export const signOut = async () => {
  setKey(null);
  await load();
};
