import type { Response } from 'playwright';
import type { TlsRecord } from '../../records/index.ts';
import { collected } from '../../records/index.ts';
import { caps } from '../caps.ts';
import { parseAuthority, tlsRecordOf } from '../certificates.ts';
import type { Collector, Scene } from './contract.ts';

/**
 * Certificates of the hosts that answered. A broken one does not end the visit, since a victim can click it
 * away: Chromium asks, we note what it says and go on. The page's own host is told with its whole
 * certificate, the others with Chromium's summary.
 */
export const tls = ({ page, cdp, extraCa, deadline }: Scene): Collector<'tls'> => {
  const authority = parseAuthority(extraCa);
  const answers = new Map<string, Response>();
  const errors = new Map<string, string>();
  let dropped = 0;
  return {
    parts: ['tls'],
    claimMs: 1000,
    attach: async () => {
      cdp.on('Security.certificateError', ({ eventId, errorType, requestURL }) => {
        if (URL.canParse(requestURL)) errors.set(new URL(requestURL).hostname, errorType);
        cdp.send('Security.handleCertificateError', { eventId, action: 'continue' }).catch(() => {}); // the page is gone
      });
      page.on('response', (response) => {
        const url = response.url();
        if (!url.startsWith('https:')) return;
        const { hostname } = new URL(url);
        if (answers.has(hostname)) return;
        if (answers.size < caps.tlsHosts) answers.set(hostname, response);
        else dropped++;
      });
      await Promise.all([cdp.send('Security.enable'), cdp.send('Security.setOverrideCertificateErrors', { override: true })]);
    },
    finish: async () => {
      const main = page.url();
      const nowMs = deadline.nowMs;
      const own = main.startsWith('https:') ? new URL(main) : null;
      const records = await Promise.all([...answers].map(async ([host, response]): Promise<TlsRecord | null> => {
        const details = await response.securityDetails().catch(() => null);
        if (own !== null && host === own.hostname) {
          const [, { tableNames }] = await Promise.all([cdp.send('Network.enable', { maxTotalBufferSize: 0, maxResourceBufferSize: 0 }), cdp.send('Network.getCertificate', { origin: own.origin })]);
          const record = tlsRecordOf(host, details?.protocol ?? null, tableNames.map((der) => Buffer.from(der, 'base64')), errors.get(host) ?? null, authority, nowMs);
          if (record !== null) return record;
        }
        if (details === null) return null;
        return { host, protocol: details.protocol ?? null, issuer: details.issuer ?? '', subject: details.subjectName ?? '', names: [], validFrom: details.validFrom ?? 0, validTo: details.validTo ?? 0, error: errorOf(errors.get(host), extraCa) };
      }));
      return { tls: collected(records.filter((record) => record !== null), dropped === 0 ? null : `${dropped} more answers came from hosts that were not kept`) };
    },
  };
};

/** Without the certificate an unknown authority cannot be told from the extra one. */
const errorOf = (error: string | undefined, extraCa: string | null): string | null =>
  error === 'ERR_CERT_AUTHORITY_INVALID' && extraCa !== null ? 'unverified' : (error ?? null);
