import type { BehaviourKind } from '../../records/index.ts';
import { claimsOf, mayBe, strongClaim, type ClaimPlace } from '../claims.ts';
import type { Subject } from '../contract.ts';
import { defineDetector, quoted, type Report } from '../finding.ts';
import { inWords } from '../words.ts';

/**
 * Scareware that locks its visitor in and has them call. Alarm words alone are a news page, a number alone is
 * a shop; the deed is an alarm about the visitor's own machine, with a number to call or a trap around it.
 */
const signals = {
  'alarm-and-phone': 'The page says that the visitor\'s machine is infected or blocked, and gives a number to call at once.',
  'alarm-and-trap': 'The page says that the visitor\'s machine is infected or blocked, and uses means to hold them there.',
  'alarm-and-program': 'The page says that the visitor\'s machine is infected, and offers a program against it.',
  'alarm-dialog': 'A dialog box says that the visitor\'s machine is infected or blocked.',
  'alarm-and-lock': 'The page says that the visitor\'s machine is infected or blocked, holds them by two means, or by one with a number to call or a code to enter.',
  'lock-screen': 'A page of few words takes the whole screen or the keys without a gesture, and wants a code or a call to let go.',
  'brand-phone': 'A page that presents itself as a brand on a host that is not the brand\'s wants to be called.',
  'dialling': 'The page dials a number without a gesture.',
  'dialog-storm': 'Three or more dialog boxes opened without being asked for.',
  'trap': 'Two or more means to hold the visitor on the page were used without a gesture.',
  'trap-in-script': 'Scripts carry two or more means to hold the visitor on the page.',
  'vendor-alarm': 'The alarm speaks in the name of a brand that does not own the host.',
} as const;

const traps: readonly BehaviourKind[] = ['fullscreen', 'keyboard-lock', 'pointer-lock', 'beforeunload', 'key-blocked', 'contextmenu-blocked', 'audio', 'vibrate', 'print'];
const minPushes = 20;
/** A lock screen says little; licences and manuals of security software say much. */
const maxWordsOfAlarm = 1200;

const scriptTraps: readonly (readonly [string, RegExp])[] = [
  ['full screen', /requestFullscreen|webkitRequestFullScreen|mozRequestFullScreen/i],
  ['keyboard lock', /keyboard\s{0,3}\.\s{0,3}lock\s{0,3}\(/],
  ['pointer lock', /requestPointerLock/],
  ['leaving is asked about', /onbeforeunload|["'`]beforeunload["'`]/],
  ['endless history', /(?:while|for|setInterval)\b[^;{]{0,80}[;{)][^}]{0,200}history\s{0,3}\.\s{0,3}pushState/],
  ['endless dialogs', /(?:while\s{0,3}\(\s{0,3}(?:true|1)|for\s{0,3}\(\s{0,3};\s{0,3};)[^}]{0,120}\balert\s{0,3}\(/],
  ['keys are swallowed', /(?:keyCode|which|\.key)\s{0,3}={2,3}\s{0,3}(?:27|122|123|["'`](?:Escape|F11|F12)["'`])/],
  ['hidden pointer', /cursor\s{0,3}[:=]\s{0,3}["'`]?none/i],
  ['sound', /new Audio\s{0,3}\(|<audio[^>]{0,200}autoplay|\.play\s{0,3}\(\s{0,3}\)/i],
];

export const techSupport = defineDetector<keyof typeof signals>({
  name: 'tech-support',
  needs: ['frames', 'html', 'dialogs', 'behaviour'],
  signals,
  detect(subject, report) {
    const { page, text } = subject;
    const dialogText = page.dialogs.map(({ message }) => message.toLowerCase()).join(' ').slice(0, 20_000);
    const alarms = alarmsIn(`${page.documents[0]?.title ?? ''} ${text} ${dialogText}`);
    const phone = callToPhone.exec(text.slice(0, 60_000))?.[0] ?? callToPhone.exec(dialogText)?.[0] ?? null;
    const held = new Set(page.behaviour.filter(({ kind, unprompted }) => unprompted && traps.includes(kind)).map(({ kind }) => kind));
    if (page.behaviour.some(({ kind, count }) => kind === 'history-push' && count >= minPushes)) held.add('history-push');
    const written = scriptTraps.filter(([, pattern]) => pattern.test(inlineCode(subject))).map(([name]) => name);
    const part = subject.capture.lane === 'render' ? 'frames' : 'html';
    const said = { threat: 'tech-support-scam', part, at: alarms.join(' | ') } as const;
    if (page.dialogs.length >= 3) report('dialog-storm', { ...said, part: 'dialogs', at: `${page.dialogs.length} dialogs`, says: `${page.dialogs.length} dialog boxes opened without being asked for.` });
    if (held.size >= 2) report('trap', { ...said, part: 'behaviour', at: [...held].join(', '), says: `The page tried to hold its visitor: ${[...held].join(', ')}.` });
    if (written.length >= 3) report('trap-in-script', { ...said, part: 'scripts', at: written.join(', '), says: `Its scripts can hold a visitor: ${written.join(', ')}.` });
    const dialled = page.behaviour.find(({ kind, detail, unprompted }) => kind === 'external-protocol' && unprompted && /^tel:/i.test(detail));
    if (dialled !== undefined) report('dialling', { ...said, part: 'behaviour', at: dialled.detail, says: `The page dials ${quoted(dialled.detail, 40)} without being asked.` });
    brandPhone(subject, report);
    const locks = [...held].filter((kind) => grips.has(kind));
    const code = unlockWords.exec(`${text.slice(0, 5000)} ${page.forms.slice(0, 5).map((form) => form.text.toLowerCase()).join(' ').slice(0, 2000)}`)?.[0] ?? null;
    if (locks.length > 0 && page.wordCount < maxWordsOfLock && (phone !== null || code !== null) && (code !== null || alarms.length > 0)) {
      report('lock-screen', { ...said, part: 'behaviour', at: locks.join(', '), says: `A page of ${page.wordCount} words holds its visitor (${locks.join(', ')}) and wants ${code === null ? 'a call' : quoted(code, 40)}.` });
    }
    if (alarms.length === 0) return;
    if (held.size >= 2 || (held.size === 1 && (phone !== null || code !== null || alarms.length >= 2))) {
      report('alarm-and-lock', { ...said, says: `The page alarms (${quoted(alarms.join(', '))}) and holds its visitor without being asked: ${[...held].join(', ')}.` });
    }
    if (alarms.length >= 2 && phone !== null && page.wordCount < maxWordsOfAlarm) report('alarm-and-phone', { ...said, says: `The page alarms (${quoted(alarms.join(', '))}) and gives a number to call (${quoted(phone, 60)}).` });
    if (held.size >= 1 || written.length >= 2 || page.dialogs.length >= 2) {
      report('alarm-and-trap', { ...said, says: `The page alarms (${quoted(alarms.join(', '))}) and holds its visitor: ${[...held, ...written].slice(0, 6).join(', ') || 'dialog boxes'}.` });
    }
    const program = page.links.find(({ href }) => programPath.test(href))?.href ?? page.downloads.find(({ name }) => programPath.test(name))?.name;
    if (alarms.length >= 2 && program !== undefined) report('alarm-and-program', { ...said, threat: 'malware', says: `The page alarms (${quoted(alarms.join(', '))}) and offers ${quoted(program, 60)} against it.` });
    if (alarmsIn(dialogText).length > 0) report('alarm-dialog', { ...said, part: 'dialogs', at: page.dialogs[0]?.message ?? '', says: `A dialog box alarms: ${quoted(page.dialogs[0]?.message ?? '')}.` });
    const vendor = claimsOf(subject)[0]?.brand ?? subject.brands.named(text.slice(0, 20_000))[0];
    const gripped = phone !== null || held.size >= 1 || written.length >= 2 || page.dialogs.length >= 2;
    if (vendor !== undefined && alarms.length >= 2 && gripped && !mayBe(vendor, subject.final.host, subject)) report('vendor-alarm', { ...said, brand: vendor.name, says: `The alarm speaks in the name of ${vendor.name}, which does not own ${subject.final.host}.` });
  },
});

const inlineCode = ({ page }: Subject): string => page.scripts.filter(({ kind }) => kind !== 'external').map((script) => script.text).join('\n').slice(0, 500_000);

const grips = new Set(['fullscreen', 'keyboard-lock', 'pointer-lock', 'beforeunload', 'history-push']);
const maxWordsOfLock = 400;
const unlockWords = inWords(/\b(?:unlock(?:ing)?|activation|recovery|license|technician|security) (?:code|key|pin)\b|\bcode d(?:e |')(?:déverrouillage|récupération|déblocage|activation)|\b(?:freischalt|entsperr)\w{0,6}code|\bcódigo de (?:desbloqueo|desbloqueio|activación)|\bcodice di sblocco/);

/** Support lines of brands stand on the brand's own pages. */
const brandPhone = (subject: Subject, report: Report<'brand-phone'>): void => {
  const { page } = subject;
  if (page.wordCount > maxWordsOfLock) return;
  const claim = claimsOf(subject)[0];
  if (claim === undefined || claim.worth < strongClaim || claim.places.size < 2 || mayBe(claim.brand, subject.final.host, subject)) return;
  if (!['title', 'site name', 'copyright line', 'heading', 'logo'].some((place) => claim.places.has(place as ClaimPlace))) return;
  const number = page.links.find(({ href }) => /^tel:/i.test(href))?.href ?? callToPhone.exec(subject.text.slice(0, 20_000))?.[0];
  if (number === undefined || !supportWords.test(subject.text.slice(0, 20_000))) return;
  report('brand-phone', { threat: 'tech-support-scam', part: subject.capture.lane === 'render' ? 'frames' : 'html', at: number, brand: claim.brand.name, says: `The page presents itself as ${claim.brand.name} and wants to be called (${quoted(number, 40)}), but ${subject.final.host} is not ${claim.brand.name}'s.` });
};
const supportWords = inWords(/\b(?:support|customer (?:service|care)|help ?(?:line|desk)|technician|toll[- ]?free|kundendienst|service client|assistance|soporte|atención al cliente|suporte|assistenza)\b|サポート|客服/);

const programPath = /\.(?:exe|msi|apk|dmg|pkg|scr|bat|cmd|zip|iso)(?:[?#]|$)/i;

/** Different things that an alarm says of the visitor's own machine. Each row counts once. */
const alarmsIn = (text: string): string[] => alarmRows.flatMap((pattern) => pattern.exec(text)?.[0] ?? []);

const machine = '(?:computer|pc|équipement|machine|accès|system|device|phone|mac|windows|iphone|browser|rechner|gerät|ordinateur|appareil|système|equipo|dispositivo|computador|ordenador|sistema|telefono|コンピュータ|パソコン|デバイス)';
const alarmRows: readonly RegExp[] = [
  new RegExp(`\\b(?:your|this|ihr|votre|su|seu|il tuo) ${machine}\\b[^.!?]{0,50}\\b(?:infected|blocked|locked|at risk|hacked|compromised|disabled|damaged|in danger|compromis|suspendu|en danger|en riesgo|comprometid[oa]|kompromittiert|in gefahr|infiziert|gesperrt|blockiert|infecté|bloqué|verrouillé|infectad[oa]|bloquead[oa]|infettato|bloccato)`),
  /\b(?:trojan|spyware|ransomware|malware|virus(?:es)?|zeus|adware)\b[^.!?]{0,60}\b(?:detected|found|alert|infection|warning|has been|entdeckt|gefunden|détectée?s?|trouvée?s?|detectad[oa]s?|encontrad[oa]s?|rilevat[oi])/,
  /\b(?:detected|found|detectado|détecté)\b[^.!?]{0,40}\b(?:trojan|spyware|ransomware|malware|virus|viruses|pornographic|threats)\b/,
  /\bne (?:fermez|redémarrez|éteignez)\b[^.!?]{0,10}\bpas\b|\b(?:do not|don't|please do not|never|ne pas|n'|no|não|nicht)\b[^.!?]{0,30}\b(?:shut ?down|restart|turn off|close this|ignore this|éteindre|éteignez|redémarrer|apague|reinicie|herunterfahren|ausschalten|schließen)\b/,
  /\b(?:access to (?:this|your) (?:computer|pc|system)|(?:computer|pc|device|account) access)[^.!?]{0,40}\b(?:blocked|suspended|denied|restricted)/,
  /\b(?:passwords?|credit cards?|banking|financial|personal|données|bankdaten)\b[^.!?]{0,60}\b(?:being stolen|are stolen|stolen|at risk|compromised|leaked|volées?|en danger|robad[oa]s|gestohlen)\b/,
  /\b(?:security|firewall|defender|virus|system|critical|microsoft|apple|windows)\b.{0,20}\b(?:alert|warning|error|breach|alerte|warnung|alerta|avviso)\b[^.!?]{0,30}(?:#|code|:|0x|error)/,
  /\berror ?(?:code|#|:)? ?:? ?(?:#? ?0x[0-9a-f]{4,}|dw\d|268d3|2v7hg|\d{3}-\d{3})/,
  /(?:ウイルス|トロイの木馬|マルウェア|スパイウェア)[^。]{0,30}(?:検出|感染|見つか)|(?:コンピュータ|パソコン|pc|デバイス)[^。]{0,20}(?:ブロック|ロック|感染)/,
  /(?:サポート|microsoft|マイクロソフト)[^。]{0,30}(?:電話|連絡|お電話)/,
].map(inWords);

const number = String.raw`(?:\+?\d[\d .()\-–‑]{6,18}\d)`;
const callToPhone = inWords(new RegExp(String.raw`(?:\b(?:call|dial|calling|toll[- ]?free|appelez|appeler|contactez|rufen|anrufen|llame|llamar|ligue|chiama|bel)\b|電話|連絡|サポート)[^0-9+]{0,80}${number}|${number}[^.]{0,30}\b(?:toll[- ]?free|helpline|immediately|now)\b`));
