/**
 * Tells the bot checks of real providers from pages. A check stands in the way of the page: the visit saw
 * nothing of it, whatever the check looks like. A captcha widget inside of a form is no such check, so
 * every row asks for what only the interstitial has. Names are lower case; markup is searched in the first 64 KiB.
 * Snapshot: 2026-11. "Observed" rows rest on answers seen and described by others, not on a provider's word.
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
  { provider: 'Cloudflare', header: [['cf-mitigated', 'challenge']], markup: [], status: [], source: 'developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response' },
  { provider: 'Cloudflare', header: [['server', 'cloudflare']], markup: ['/cdn-cgi/challenge-platform/h/', 'window._cf_chl_opt'], status: [403, 429, 503], source: 'observed markup of challenge pages that came before the header' },
  { provider: 'AWS WAF', header: [['x-amzn-waf-action', '']], markup: [], status: [202, 405], source: 'docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-actions.html: 202 for a challenge, 405 for a captcha' },
  { provider: 'DataDome', header: [['x-datadome', ''], ['x-dd-b', '']], markup: ['captcha-delivery.com'], status: [403], source: 'observed: its response page loads from captcha-delivery.com' },
  { provider: 'HUMAN (PerimeterX)', header: [], markup: ['id="px-captcha"', "id='px-captcha'"], status: [403, 429], source: 'observed: the challenge is drawn into #px-captcha' },
  { provider: 'Akamai', header: [['server', 'akamaighost']], markup: ['sec-if-cpt-container', 'sec-cpt-if'], status: [403, 428, 429], source: 'observed markup of its crypto challenge' },
  { provider: 'Imperva', header: [], markup: ['incapsula incident id'], status: [], source: 'wafw00f plugins/incapsula.py; /_Incapsula_Resource alone stands in pages that it let through' },
  { provider: 'Kasada', header: [['x-kpsdk-ct', ''], ['x-kpsdk-v', '']], markup: ['kpsdk'], status: [429], source: 'observed: status and headers of its challenge' },
  { provider: 'Sucuri', header: [['server', 'sucuri'], ['x-sucuri-id', '']], markup: ['sucuri_cloudproxy_js'], status: [], source: 'observed markup of its JavaScript check' },
  { provider: 'DDoS-Guard', header: [['server', 'ddos-guard']], markup: ['/.well-known/ddos-guard/'], status: [403, 503], source: 'observed markup of its JavaScript check' },
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
