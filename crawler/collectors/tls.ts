import type { Response } from 'playwright';
import type { TlsRecord } from '../../records/index.ts';
import { collected } from '../../records/index.ts';
import { caps } from '../caps.ts';
import { parseAuthority, tlsRecordOf } from '../certificates.ts';
import { isMainDocument } from '../main-document.ts';
import type { Collector, Scene } from './contract.ts';

/**
 * Certificates of the hosts that answered. A broken one does not end the visit, since a victim can click it
 * away: Chromium asks, we note what it says and go on. The page's own host is told with its whole
 * certificate, and so are those it came by; the others with Chromium's summary.
 */
export const tls = ({ page, cdp, extraCa, deadline }: Scene): Collector<'tls'> => {
  const authority = parseAuthority(extraCa);
  const answers = new Map<string, Response>();
  const errors = new Map<string, string>();
  const chains = new Map<string, Promise<readonly Uint8Array[]>>();
  let dropped = 0;
  const chainOf = async (origin: string): Promise<readonly Uint8Array[]> => {
    const { tableNames } = await cdp.send('Network.getCertificate', { origin });
    return tableNames.map((der) => Buffer.from(der, 'base64'));
  };
  return {
    parts: ['tls'],
    claimMs: 3000,
    attach: async () => {
      cdp.on('Security.certificateError', ({ eventId, errorType, requestURL }) => {
        if (URL.canParse(requestURL)) errors.set(new URL(requestURL).hostname, errorType);
        cdp.send('Security.handleCertificateError', { eventId, action: 'continue' }).catch(() => {}); // the page is gone
      });
      page.on('response', (response) => {
        const url = response.url();
        const isMain = isMainDocument(page, response.request());
        if (url.startsWith('https:')) {
          const { hostname, origin } = new URL(url);
          if (isMain && chains.size < caps.tlsHosts && !chains.has(hostname)) chains.set(hostname, chainOf(origin).catch(() => []));
          if (answers.has(hostname)) return;
          if (answers.size < caps.tlsHosts) answers.set(hostname, response);
          else dropped++;
        }
      });
      await Promise.all([cdp.send('Security.enable'), cdp.send('Security.setOverrideCertificateErrors', { override: true })]);
    },
    finish: async () => {
      const records = await Promise.all([...answers].map(async ([host, response]): Promise<TlsRecord | null> => {
        const [details, chain] = await Promise.all([response.securityDetails().catch(() => null), chains.get(host) ?? []]);
        const record = tlsRecordOf(host, details?.protocol ?? null, chain, errors.get(host) ?? null, authority, deadline.nowMs);
        if (record !== null || details === null) return record;
        return { host, protocol: details.protocol ?? null, issuer: details.issuer ?? '', subject: details.subjectName ?? '', names: [], validFrom: details.validFrom ?? 0, validTo: details.validTo ?? 0, error: errorOf(errors.get(host), extraCa) };
      }));
      return { tls: collected(records.filter((record) => record !== null), dropped === 0 ? null : `${dropped} more answers came from hosts that were not kept`) };
    },
  };
};

/** Without the certificate an unknown authority cannot be told from the extra one. */
const errorOf = (error: string | undefined, extraCa: string | null): string | null =>
  error === 'ERR_CERT_AUTHORITY_INVALID' && extraCa !== null ? 'unverified' : (error ?? null);
