import { asksOf, firstStepOf } from '../asks.ts';
import type { Subject } from '../contract.ts';
import { defineDetector } from '../finding.ts';
import { chosenLabel, ownerOf } from '../hosts.ts';
import { lookalikesOf, type Likeness } from '../lookalikes.ts';
import { mayBe } from '../claims.ts';

/** Host names made to be read as another's. */
const signals = {
  'homograph': 'The host\'s name looks like a brand\'s, written with other letters or digits.',
  'homograph-asks': 'The same, on a page that asks for a secret or starts a login.',
  'typo': 'The host\'s name is one or two letters away from a brand\'s.',
  'typo-asks': 'The same, on a page that asks for a secret or starts a login.',
  'combo': 'The host\'s name joins a brand\'s name with other words.',
  'combo-asks': 'The same, on a page that asks for a secret or starts a login.',
  'brand-subdomain': 'A brand\'s name stands in a sub-domain of another owner.',
  'deceptive-suffix': 'A whole domain of a brand stands inside the name of another owner\'s host.',
  'brand-path': 'A whole domain of a brand stands in the path on another owner\'s host.',
  'many-hyphens': 'The host\'s name has four or more hyphens.',
  'very-long': 'The host\'s name has 50 characters or more.',
} as const;

const maxLabels = 8;

export const lookalikeHost = defineDetector<keyof typeof signals>({
  name: 'lookalike-host',
  needs: [],
  signals,
  detect(subject, report) {
    const { host } = subject.final;
    const owner = ownerOf(host);
    if (owner.isAddress || subject.brands.ownerOf(host) !== null) return;
    const said = (says: string, brand: string | null) => ({ threat: 'phishing' as const, says, part: 'url' as const, at: subject.capture.finalUrl, brand });
    const asks = asksOf(subject).length > 0 || firstStepOf(subject) !== null;
    const chosen = likenessOf(subject, chosenLabel(host));
    if (chosen !== null && chosen.by !== 'same-label') {
      const { by, brand, label } = chosen;
      const what = by === 'token' ? 'combo' : by;
      const how = { homograph: 'looks like', typo: 'is a letter or two away from', token: 'contains' }[by];
      report(what, said(`${host} ${how} "${label}", the name of ${brand.name}.`, brand.name));
      if (asks) report(`${what}-asks`, said(`${host} ${how} "${label}", the name of ${brand.name}, and asks for a login or a secret.`, brand.name));
    }
    const below = owner.domain === null ? '' : host.slice(0, Math.max(0, host.length - owner.domain.length - 1));
    const embedded = embeddedDomain(subject, owner.isPlatformTenant ? `${below}.${chosenLabel(host) ?? ''}` : below);
    if (embedded !== null) report('deceptive-suffix', said(`${host} begins like ${embedded.domain} and belongs to ${owner.domain ?? host}.`, embedded.brand));
    else {
      const inside = below.split('.').slice(-maxLabels).map((label) => likenessOf(subject, label)).find((likeness) => likeness !== null && likeness.by !== 'typo' && likeness.label.length >= 5);
      if (inside !== undefined && inside !== null) report('brand-subdomain', said(`A sub-domain of ${owner.domain ?? host} bears the name of ${inside.brand.name}.`, inside.brand.name));
    }
    const path = embeddedDomain(subject, new URL(subject.final.visit).pathname.slice(0, 300).toLowerCase().replace(/[^a-z0-9.-]+/g, ' ').trim().split(' ').find((word) => subject.brands.ownerOf(word) !== null) ?? '');
    if (path !== null) report('brand-path', said(`The path on ${host} contains ${path.domain}.`, path.brand));
    if ((host.match(/-/g)?.length ?? 0) - (host.match(/xn--/g)?.length ?? 0) * 2 >= 4) report('many-hyphens', said(`${host} has four or more hyphens.`, null));
    if (host.length >= 50) report('very-long', said(`${host.slice(0, 60)} has ${host.length} characters.`, null));
  },
});

const likenessOf = (subject: Subject, label: string | null): Likeness | null => {
  if (label === null || label === '') return null;
  const likeness = lookalikesOf(subject.brands).of(label);
  return likeness === null || mayBe(likeness.brand, subject.final.host, subject) ? null : likeness;
};

/** "paypal.com" inside of "www.paypal.com.login" or of "paypal-com". */
const embeddedDomain = (subject: Subject, labels: string): { readonly domain: string; readonly brand: string } | null => {
  const parts = labels.split('.').filter((part) => part !== '').slice(0, maxLabels);
  for (let from = 0; from < parts.length; from++) {
    for (let to = from + 1; to <= parts.length; to++) {
      for (const name of [parts.slice(from, to).join('.'), parts.slice(from, to).join('.').replaceAll('-', '.')]) {
        if (!name.includes('.')) continue;
        const brand = subject.brands.brands.length > 0 ? subject.brands.ownerOf(name) : null;
        if (brand !== null && brand.domains.includes(name) && !mayBe(brand, subject.final.host, subject)) return { domain: name, brand: brand.name };
      }
    }
  }
  return null;
};
