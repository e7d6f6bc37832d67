import { getSetCookies, type Headers } from 'undici';

/** Cookies of one probe visit: redirect chains hand a cookie out and ask for it at the next hop. Forgotten with the visit. */
export class VisitCookies {
  readonly #kept: { readonly name: string; readonly value: string; readonly host: string; readonly withSubdomains: boolean }[] = [];

  keep(headers: Headers, url: URL): void {
    for (const { name, value, domain, maxAge } of getSetCookies(headers)) {
      const host = (domain ?? url.hostname).replace(/^\./, '').toLowerCase();
      // A host sets cookies for itself and for the domain that it is in, never for others.
      if (url.hostname !== host && !url.hostname.endsWith(`.${host}`)) continue;
      const before = this.#kept.findIndex((cookie) => cookie.name === name && cookie.host === host);
      if (before >= 0) this.#kept.splice(before, 1);
      if ((maxAge === undefined || maxAge > 0) && this.#kept.length < 100) this.#kept.push({ name, value: value.slice(0, 4096), host, withSubdomains: domain !== undefined });
    }
  }

  /** The Cookie header for `url`, or null where there is none to send. */
  header(url: URL): string | null {
    const sent = this.#kept.filter(({ host, withSubdomains }) => url.hostname === host || (withSubdomains && url.hostname.endsWith(`.${host}`)));
    return sent.length === 0 ? null : sent.map(({ name, value }) => `${name}=${value}`).join('; ');
  }
}
