/**
 * Tells the bot checks of real providers from pages. A check stands in the way of the page: the visit saw
 * nothing of it, whatever the check looks like. A captcha widget inside of a form is no such check, so
 * every row asks for what only the interstitial has. Names are lower case; markup is searched in the first 64 KiB.
 */
interface Check {
  readonly provider: string;
  /** One of these headers is there with a value that contains the text ('' for any). */
  readonly header: readonly (readonly [name: string, contains: string])[];
  /** One of these stands in the markup. Both lists empty: any. */
  readonly markup: readonly string[];
  /** Statuses that the provider sends its interstitial with; empty: any. */
  readonly status: readonly number[];
  readonly source: string;
}

const checks: readonly Check[] = [
  { provider: 'Cloudflare', header: [['cf-mitigated', 'challenge']], markup: [], status: [], source: 'developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response (2026-09)' },
  { provider: 'Cloudflare', header: [['server', 'cloudflare']], markup: ['/cdn-cgi/challenge-platform/h/', 'window._cf_chl_opt'], status: [403, 429, 503], source: 'challenge page markup, "window._cf_chl_opt" set by the orchestrator (2026-09)' },
  { provider: 'AWS WAF', header: [['x-amzn-waf-action', '']], markup: [], status: [202, 405], source: 'docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-how-it-works.html (2026-09)' },
  { provider: 'DataDome', header: [['x-datadome', ''], ['x-dd-b', '']], markup: ['captcha-delivery.com'], status: [403], source: 'docs.datadome.co/docs/datadome-captcha (2026-09)' },
  { provider: 'HUMAN (PerimeterX)', header: [], markup: ['id="px-captcha"', "id='px-captcha'"], status: [403, 429], source: 'docs.humansecurity.com/applications-and-accounts/docs/customize-the-challenge (2026-09)' },
  { provider: 'Akamai', header: [['server', 'akamaighost']], markup: ['sec-if-cpt-container', 'sec-cpt-if'], status: [403, 428, 429], source: 'techdocs.akamai.com/bot-manager/docs/challenge-actions (2026-09)' },
  { provider: 'Imperva', header: [['x-iinfo', ''], ['x-cdn', 'incapsula'], ['x-cdn', 'imperva']], markup: ['_incapsula_resource'], status: [], source: 'docs.imperva.com/bundle/cloud-application-security/page/bot-access-control.htm (2026-09)' },
  { provider: 'Kasada', header: [['x-kpsdk-ct', ''], ['x-kpsdk-v', '']], markup: ['kpsdk'], status: [429], source: 'docs.kasada.io, client-side detection headers (2026-09)' },
  { provider: 'Sucuri', header: [['server', 'sucuri'], ['x-sucuri-id', '']], markup: ['sucuri_cloudproxy_js'], status: [], source: 'docs.sucuri.net/website-firewall/whitelist-and-blacklist (2026-09)' },
  { provider: 'DDoS-Guard', header: [['server', 'ddos-guard']], markup: ['/.well-known/ddos-guard/'], status: [403, 503], source: 'ddos-guard.net, JS challenge page markup (2026-09)' },
];

export interface ChallengeEvidence {
  readonly status: number;
  /** Names lower-cased. */
  readonly headers: readonly (readonly [string, string])[];
  readonly html: string;
}

/** The provider whose check this answer is, or null. */
export const challengeProvider = ({ status, headers, html }: ChallengeEvidence): string | null => {
  const markup = html.slice(0, 65_536).toLowerCase();
  const found = checks.find((check) =>
    (check.status.length === 0 || check.status.includes(status))
    && (check.header.length === 0 || check.header.some(([name, contains]) => headers.some(([key, value]) => key === name && value.toLowerCase().includes(contains))))
    && (check.markup.length === 0 || check.markup.some((piece) => markup.includes(piece))));
  return found?.provider ?? null;
};
