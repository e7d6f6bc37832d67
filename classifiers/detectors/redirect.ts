import { asksOf } from '../asks.ts';
import { mayBe } from '../claims.ts';
import { defineDetector } from '../finding.ts';
import { chosenLabel, hostOf, siteOf } from '../hosts.ts';
import { lookalikesOf } from '../lookalikes.ts';
import { isBelow } from '../rules/parties.ts';
import { shorteners } from '../rules/hosts.ts';

/** The way from the URL asked to the page judged. Advertising and mail links hop a lot: a chain is context, never a deed. */
const signals = {
  'many-owners': 'The way to the page led over hosts of four or more owners.',
  'mixed-means': 'The way to the page used two or more kinds of redirect, one of them by meta or script, between owners.',
  'open-redirect': 'The URL names its target in a parameter, and led to another owner there.',
  'to-look-alike': 'The way led from another owner to a host whose name resembles a brand\'s.',
  'to-secret': 'The way led to another owner\'s page that asks for a secret.',
  'from-shortener': 'A short link led to a page that asks for a secret.',
} as const;

export const redirect = defineDetector<keyof typeof signals>({
  name: 'redirect',
  needs: ['redirects'],
  signals,
  detect(subject, report) {
    const { hops } = subject.page;
    if (hops.length === 0) return;
    const hosts = [subject.url.host, ...hops.map(({ to }) => hostOf(to)).filter((host) => host !== null)];
    const sites = new Set(hosts.map(siteOf));
    const crosses = siteOf(subject.url.host) !== siteOf(subject.final.host);
    const said = { threat: null, part: 'redirects', at: hosts.slice(0, 8).join(' > ') } as const;
    if (sites.size >= 4) report('many-owners', { ...said, says: `The way to the page led over ${sites.size} owners: ${hosts.slice(0, 8).join(', ')}.` });
    if (!crosses) return;
    const means = new Set(hops.filter(({ from, to }) => siteOf(hostOf(from) ?? '') !== siteOf(hostOf(to) ?? '')).map(({ by }) => by));
    if (means.size >= 2 && (means.has('meta') || means.has('script') || means.has('refresh-header'))) report('mixed-means', { ...said, says: `The way to the page used ${[...means].join(', ')} redirects between owners.` });
    const parameters = [...new URL(subject.url.visit).searchParams.values()].slice(0, 50);
    const named = parameters.map((value) => hostOf(value.startsWith('//') ? `https:${value}` : value)).find((host) => host !== null && sites.has(siteOf(host)) && siteOf(host) !== siteOf(subject.url.host));
    if (named !== undefined && named !== null) report('open-redirect', { ...said, says: `${subject.url.host} sends whoever follows the link on to ${named}, which the link itself names.` });
    const likeness = lookalikesOf(subject.brands).of(chosenLabel(subject.final.host) ?? '');
    if (likeness !== null && likeness.by !== 'same-label' && subject.brands.ownerOf(subject.final.host) === null && !mayBe(likeness.brand, subject.final.host, subject)) {
      report('to-look-alike', { ...said, threat: 'phishing', brand: likeness.brand.name, says: `${subject.url.host} led to ${subject.final.host}, whose name resembles ${likeness.brand.name}'s.` });
    }
    if (asksOf(subject).length === 0) return;
    if (isBelow(subject.url.host, shorteners)) report('from-shortener', { ...said, threat: 'phishing', says: `The short link of ${subject.url.host} led to a page that asks for a secret.` });
    else if (subject.brands.ownerOf(subject.final.host) === null) report('to-secret', { ...said, threat: 'phishing', says: `${subject.url.host} led to ${subject.final.host}, which asks for a secret.` });
  },
});
