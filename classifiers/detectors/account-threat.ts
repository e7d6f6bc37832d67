import { asksOf, secretsInWords } from '../asks.ts';
import { claimsOf, mayBe, ownedBrandOf } from '../claims.ts';
import type { Brand, Subject } from '../contract.ts';
import { defineDetector, quoted } from '../finding.ts';
import { hostOf, ownerOf, sameParty, siteOf } from '../hosts.ts';
import { identityProviders, isBelow, paymentProviders, sharedNetworks } from '../rules/parties.ts';
import { receiverOf } from '../rules/receivers.ts';
import { inWords } from '../words.ts';

/**
 * The lever of most phish: your account is locked, confirm it now or lose it. Decent services write so too, on
 * their own pages; the deed is that somebody else does, or that what is typed or clicked goes to somebody else.
 */
const signals = {
  'asks': 'A page that says that the visitor\'s account is in danger and must be confirmed asks for a secret.',
  'as-brand': 'The same in the name of a brand that does not own the host, with fields to fill in.',
  'collects': 'Such a page sends what is typed to a bot, a form relay, a free tenant or another owner.',
  'leads-elsewhere': 'Such a page names a brand and leads to a host that is neither the brand\'s nor its own.',
  'shown-address': 'A link shows the address of one owner and leads to another owner\'s, on a page that has the visitor confirm something.',
} as const;

const maxWords = 900;

export const accountThreat = defineDetector<keyof typeof signals>({
  name: 'account-threat',
  needs: ['frames', 'html'],
  signals,
  detect(subject, report) {
    const { page } = subject;
    if (page.wordCount > maxWords) return;
    if (ownedBrandOf(subject) !== null) return;
    const said = threatsIn(`${page.documents[0]?.title ?? ''}. ${subject.text.slice(0, 30_000)}`);
    const part = subject.capture.lane === 'render' ? 'frames' : 'html';
    const quote = quoted(said.join(', '), 100);
    if (said.length < 2) return;
    shownAddress(subject, quote, report);
    const { host } = subject.final;
    const asks = asksOf(subject);
    const typed = page.forms.filter(({ fields }) => fields.slice(0, 100).some(({ visible, purpose }) => visible && purpose !== 'submit' && purpose !== 'search'));
    const brand = accusedBrand(subject);
    if (asks.length > 0) report('asks', { threat: 'phishing', part, at: said.join(' | '), brand: brand?.name ?? null, says: `The page says ${quote} and asks for ${secretsInWords(new Set(asks.flatMap(({ secrets }) => [...secrets])))}.` });
    if (brand !== null && typed.length > 0) report('as-brand', { threat: 'phishing', part, at: said.join(' | '), brand: brand.name, says: `The page says ${quote} in the name of ${brand.name}, which does not own ${host}, and has fields to fill in.` });
    for (const { action, frameUrl } of typed) {
      const target = action === null ? null : hostOf(action);
      if (action === null || target === null || sameParty(target, hostOf(frameUrl) ?? host, subject.brands)) continue;
      const receiver = receiverOf(action);
      if (receiver === null && isBelow(target, [...identityProviders, ...paymentProviders])) continue;
      report('collects', { threat: 'phishing', part: 'forms', at: `action ${action}`, brand: brand?.name ?? null, says: `The page says ${quote} and sends what is typed to ${receiver === null ? target : `a ${receiver.kind} service (${receiver.address})`}.` });
      break;
    }
    if (brand === null) return;
    const away = page.links.slice(0, 60).find(({ href }) => leadsAway(subject, brand, href));
    if (away !== undefined) report('leads-elsewhere', { threat: 'phishing', part: 'links', at: away.href, brand: brand.name, says: `The page says ${quote} in the name of ${brand.name} and leads to ${hostOf(away.href) ?? 'a host'}, which is not ${brand.name}'s.` });
  },
});

/** The one brand that the page speaks for: by a claim, or as the only one that a short text names. */
const accusedBrand = (subject: Subject): Brand | null => {
  const claim = claimsOf(subject).find(({ brand, worth }) => worth >= 2 && !mayBe(brand, subject.final.host, subject));
  if (claim !== undefined) return claim.brand;
  const named = subject.brands.named(subject.text.slice(0, 6000));
  const [only] = named;
  return only !== undefined && named.length <= 2 && !mayBe(only, subject.final.host, subject) ? only : null;
};

/** A bare address, an odd port, a free tenant, or a host that no catalogue and no shared network has. */
const leadsAway = (subject: Subject, brand: Brand, href: string): boolean => {
  const target = hostOf(href);
  if (target === null || siteOf(target) === siteOf(subject.final.host) || isBelow(target, sharedNetworks) || subject.brands.ownerOf(target) !== null || mayBe(brand, target, subject)) return false;
  const { isAddress, isPlatformTenant } = ownerOf(target);
  return isAddress || isPlatformTenant || new URL(href).port !== '' || subject.page.links.length <= 8;
};

const shownAddress = (subject: Subject, quote: string, report: (what: 'shown-address', said: { threat: 'phishing'; part: 'links'; at: string; says: string }) => void): void => {
  for (const { href, text } of subject.page.links.slice(0, 100)) {
    const shown = /^\s{0,5}(?:https?:\/\/)?((?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,12})(?:[/:?]|\s{0,5}$)/i.exec(text.slice(0, 300))?.[1]?.toLowerCase();
    const target = hostOf(href);
    if (shown === undefined || target === null || siteOf(shown) === siteOf(target) || sameParty(shown, target, subject.brands) || isBelow(target, sharedNetworks)) continue;
    if (ownerOf(shown).domain === null || siteOf(target) === siteOf(subject.final.host)) continue;
    report('shown-address', { threat: 'phishing', part: 'links', at: href, says: `The page says ${quote}, and a link that shows ${shown} leads to ${target}.` });
    return;
  }
};

/** Different things that are said of the visitor's account; each row counts once. */
const threatsIn = (text: string): string[] => rows.flatMap((pattern) => pattern.exec(text)?.[0] ?? []);

const account = '(?:accounts?|page|profile|access|mailbox|e-?mail|wallet|card|membership|banking|services?|konto|zugang|karte|compte|accès|carte|cuenta|acceso|tarjeta|conta|acesso|cartão|conto|accesso|carta|rekening|hesab[ıi]n[ıi]z|hesap|аккаунт|счет|учетн\\w{1,5} запис\\w)';
const stopped = '(?:suspend\\w{0,4}|lock\\w{0,3}|limited|limitations?|restrict\\w{0,5}|disabled?|deactivat\\w{0,4}|blocked|closed|on hold|terminat\\w{0,4}|compromised|hacked|deleted|unusual|unauthorized|irregular|suspicious|expire[sd]?|gesperrt|eingeschränkt|deaktiviert|suspendu\\w?|bloqué\\w?|limité\\w?|désactivé\\w?|suspendida|bloquead[oa]|limitad[oa]|desactivada|suspensa|sospes[oa]|bloccat[oa]|geblokkeerd|askıya|kilitlen\\w{1,5}|заблокирован\\w{0,3}|ограничен\\w{0,3})';
const rows: readonly RegExp[] = [
  new RegExp(`\\b${account}\\b[^.!?]{0,60}\\b${stopped}\\b|\\b${stopped}\\b[^.!?]{0,40}\\b${account}\\b|(?:アカウント|口座|ご利用)[^。]{0,30}(?:停止|制限|ロック|凍結)|(?:账户|账号|帳戶)[^。]{0,20}(?:冻结|锁定|限制|停用)`),
  /\b(?:verify|verification|confirm\w{0,3}|confrim|validate|update|re-?enter|re-?activate|restore|recover|unlock|appeal|review|secure|bestätigen|aktualisieren|verifizieren|confirmez|confirmer|vérifie[rz]|mettre à jour|confirme?|confirmar|verifi(?:que|car)|actuali(?:ce|zar)|atuali(?:ze|zar)|conferm\w{1,3}|verific\w{1,3}|aggiorn\w{1,3}|bevestig\w{0,3}|doğrula\w{0,6}|подтверд\w{1,4})\b[^.!?]{0,50}\b(?:accounts?|identity|information|details|password|billing|credentials|page|membership|ownership|e-?mail|wallet|profile|request|konto|daten|identität|compte|identité|informations|coordonnées|cuenta|identidad|datos|conta|dados|conto|dati|identità|gegevens|hesab\w{0,6}|аккаунт|данные)\b|(?:本人|情報|アカウント)[^。]{0,15}(?:確認|更新)|(?:验证|确认|更新)[^。]{0,10}(?:账户|账号|身份|信息)/,
  /\b(?:within|in the next|in less than|before|innerhalb von|sous|dans les|en las próximas|dentro de|em até|entro|binnen)\b.{0,12}\b(?:\d{1,2} ?(?:hours?|hrs?|days?|stunden|tagen?|heures?|jours?|horas|días|dias|ore|giorni|uur|dagen)|(?:twenty|forty)[- ](?:four|eight) hours)|\b(?:will be|may be|could be|be|being|gets?) (?:permanently |automatically |immediately |soon be )?(?:suspended|disabled|closed|deleted|deactivated|terminated|locked|blocked|removed|unpublished|lost|forfeited)\b|\bif (?:you )?(?:ignore|fail|do not|don't|think this)|\bfailure to\b|\botherwise\b[^.!?]{0,40}\b(?:lose|close|suspend|disable)/,
  /\b(?:violat\w{1,5}|infring\w{1,7}|against)\b[^.!?]{0,50}\b(?:community|copyrights?|polic(?:y|ies)|terms|standards|guidelines|trademark)|\b(?:unusual|suspicious|irregular|unauthori[sz]ed|fraudulent)\b[^.!?]{0,20}\b(?:activity|activities|sign-?in|log-?in|attempts?|transactions?|access|use)\b|\bsomeone (?:has |may have |else )?(?:tried|reported|logged|accessed|used)|\bregular (?:verification|update|maintenance|review)|\bsecurity (?:reasons|measures?|upgrade|update|issue|concern|check ?point)|\baus sicherheitsgründen|\bpour des raisons de sécurité|\bpor (?:motivos|razones) de seguridad|\bpor motivos de segurança|\bper motivi di sicurezza/,
  /\bdear\b.{0,25}\b(?:customer|client|member|user|valued|account holder|costumer)|\b(?:cher|chère)\b.{0,12}\bclient|\bestimad[oa]\b.{0,15}\bcliente|\bprezad[oa]\b.{0,15}\bcliente|\bgentile\b.{0,10}\bcliente|\bsehr geehrte\b.{0,20}\bkund|\bgeachte\b.{0,10}\bklant|お客様各位/,
].map(inWords);
