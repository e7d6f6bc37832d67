/*
 * Reads what this document's origin keeps in its visitor's browser, in an isolated world. `caps` is put in as JSON by
 * crawler/collectors/storage.ts. Resolves to one JSON string, shape `ReadStorage` there; what does not answer within
 * caps.waitMs is left out.
 */
/* global indexedDB, caches, setTimeout, localStorage, sessionStorage */
(async function (caps) {
  'use strict';
  const cut = (text) => String(text).slice(0, caps.text);
  const entries = (area) => {
    try {
      const rows = [];
      for (let i = 0; i < area().length && i < caps.entries; i++) { const key = area().key(i); rows.push([cut(key), cut(area().getItem(key))]); }
      return { rows, count: area().length };
    } catch { return { rows: [], count: 0 }; } // an opaque origin has none
  };
  const names = async (ask) => {
    try {
      const late = new Promise((resolve) => setTimeout(resolve, caps.waitMs, []));
      return [...await Promise.race([ask(), late])].slice(0, caps.names).map(cut);
    } catch { return []; }
  };
  const [local, session] = [entries(() => localStorage), entries(() => sessionStorage)];
  const [databases, cacheNames, serviceWorkers] = await Promise.all([
    names(async () => (await indexedDB.databases()).map(({ name }) => name)),
    names(() => caches.keys()),
    names(async () => (await navigator.serviceWorker.getRegistrations()).map(({ active, waiting, installing }) => (active || waiting || installing).scriptURL)),
  ]);
  return JSON.stringify({ origin: self.origin, local: local.rows, session: session.rows, more: local.count + session.count - local.rows.length - session.rows.length, databases, caches: cacheNames, serviceWorkers });
})
