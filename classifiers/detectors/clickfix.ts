import { commandIn, isCovert } from '../commands.ts';
import type { Subject } from '../contract.ts';
import { defineDetector, quoted, type Report } from '../finding.ts';
import { unpack } from '../unpack.ts';
import { inWords } from '../words.ts';

/**
 * Pages that put a command into the clipboard and talk their visitor into running it. The deed is the pair:
 * a command, and either nobody asked for the copy or the page says to paste it where the system runs it.
 * A manual with a copy button shows its command, waits for a click and names no Run window as a proof of
 * being human, so it has none of the pairs.
 */
const signals = {
  'clipboard-command-unprompted': 'A command that fetches or hides what it runs was put into the clipboard without a gesture.',
  'clipboard-command-lure': 'Such a command was put into the clipboard of a page that says to run it, or that poses as a check or a fix.',
  'clipboard-unseen-paste': 'A text that the page does not show was put into the clipboard of a page that says to open a Run window, a terminal or an address bar and to paste.',
  'clipboard-command-hidden': 'Such a command was put into the clipboard, and the page does not show it.',
  'covert-command-lure': 'A command that hides what it does was put into the clipboard, or stands in a script that can do so, and a small page that shows it says to open a Run window or a terminal.',
  'scripted-command-lure': 'A script holds such a command and writes to the clipboard, on a page that says to paste and run it.',
  'scripted-command': 'A script holds such a command and writes to the clipboard; the page does not show the command.',
  'guided-paste': 'A small page that can write to the clipboard leads its visitor key by key into a Run window, a terminal or an address bar, to paste and to press Enter, and shows no command to paste.',
  'guided-run': 'The same with a system tool to open or to type, and Enter or a permission to grant.',
  'guided-check': 'A small page that poses as a check or an update leads its visitor key by key into a Run window, a terminal or an address bar, to paste and to press Enter.',
  'run-instructions-lure': 'A page that poses as a check or a fix says to open a Run window or a terminal and to paste.',
  'shown-command-lure': 'A page that poses as a check or a fix shows such a command and says how to open a Run window or a terminal.',
} as const;

/** Larger scripts of others are libraries. */
const maxForeignBytes = 60_000;

export const clickfix = defineDetector<keyof typeof signals>({
  name: 'clickfix',
  needs: ['frames', 'html', 'behaviour'],
  signals,
  detect(subject, report) {
    const { text, page } = subject;
    const writes = page.behaviour.map((behaviour, index) => ({ behaviour, index })).filter(({ behaviour }) => behaviour.kind === 'clipboard-write');
    const copiers = page.scripts.flatMap((script, index) => (script.kind === 'external' && script.bytes > maxForeignBytes ? [] : [{ index, code: `${script.text}\n${unpack(script.text)}` }]))
      .filter(({ code }) => clipboardCall.test(code));
    if (writes.length === 0 && copiers.length === 0) {
      guidedCheck(subject, report);
      return;
    }
    const whole = `${text.slice(0, 100_000)} ${page.documents.map(({ wholeText }) => wholeText()).join(' ').slice(0, 150_000)}`;
    const opens = opensRunner.exec(whole)?.[0] ?? null;
    const pastes = pasteWords.test(whole);
    const check = checkWords.exec(whole)?.[0] ?? null;
    const lure = check ?? fixWords.exec(whole)?.[0] ?? null;
    // What a manual shows, it may tell its reader to paste; what a page hides, none may.
    const isLure = (shown: boolean): boolean => opens !== null && (shown ? check !== null && pastes : pastes || lure !== null);
    // No installer hides its window, its text or its name: a manual that is short enough for a lure never has such a command.
    const isCovertLure = (command: string): boolean => opens !== null && isSmall(subject) && isCovert(command);
    let hidesCommand = false;
    for (const { behaviour, index } of writes) {
      if (opens !== null && pastes && behaviour.detail.trim().length >= 3 && !isShown(behaviour.detail, text)) {
        report('clipboard-unseen-paste', { threat: 'clickfix', part: 'behaviour', at: `behaviour ${index}: ${behaviour.detail}`, says: `The page put ${quoted(behaviour.detail)} into the clipboard, does not show it, and says to open a Run window or a terminal (${quoted(opens, 40)}) and to paste.` });
      }
      const command = commandIn(behaviour.detail) ?? commandIn(unpack(behaviour.detail));
      if (command === null) continue;
      const where = { threat: 'clickfix', part: 'behaviour', at: `behaviour ${index}: ${behaviour.detail}` } as const;
      const shown = isShown(behaviour.detail, text);
      if (behaviour.unprompted && !shown) report('clipboard-command-unprompted', { ...where, says: `Without being asked, the page put a command into the clipboard (${command}): ${quoted(behaviour.detail)}.` });
      if (isLure(shown)) report('clipboard-command-lure', { ...where, says: `The page put a command into the clipboard (${command}) and tells its visitor to run it: ${quoted(behaviour.detail)}.` });
      else if (isCovertLure(behaviour.detail)) report('covert-command-lure', { ...where, says: `The page put a command that hides what it does into the clipboard (${command}) and says to open what runs it: ${quoted(behaviour.detail)}.` });
      if (!shown) report('clipboard-command-hidden', { ...where, says: `The text that the page put into the clipboard is a command that it does not show (${command}): ${quoted(behaviour.detail)}.` });
    }
    for (const { index, code } of copiers) {
      const literal = longLiterals(joined(code)).find((piece) => commandIn(piece) !== null);
      if (literal === undefined) continue;
      const where = { threat: 'clickfix', part: 'scripts', at: `script ${index}: ${literal}` } as const;
      const shown = isShown(literal, text);
      hidesCommand ||= !shown;
      if (isLure(shown)) report('scripted-command-lure', { ...where, says: `A script copies a command (${commandIn(literal) ?? 'command'}), and the page tells its visitor to run it: ${quoted(literal)}.` });
      else if (isCovertLure(literal)) report('covert-command-lure', { ...where, says: `A script copies a command that hides what it does, and the page says to open what runs it: ${quoted(literal)}.` });
      else if (!shown) report('scripted-command', { ...where, says: `A script that writes to the clipboard holds a command that the page does not show: ${quoted(literal)}.` });
    }
    guided(subject, whole, report);
    if (opens === null || lure === null) return;
    const where = { threat: 'clickfix', part: subject.capture.lane === 'render' ? 'frames' : 'html', at: `${opens} … ${lure}` } as const;
    if (pastes && (check !== null || hidesCommand)) report('run-instructions-lure', { ...where, says: `The page speaks of ${quoted(lure, 40)} and says to open a Run window or a terminal (${quoted(opens, 40)}) and to paste.` });
    const shown = commandIn(whole.slice(Math.max(0, whole.search(/powershell|mshta|cmd(?:\.exe)? |curl |osascript|certutil|msiexec/) - 20)));
    if (shown !== null && pastes && check !== null) report('shown-command-lure', { ...where, says: `A page that speaks of ${quoted(lure, 40)} shows a command to run (${shown}).` });
  },
});

/** A lure stands alone and is short; a manual has a site around it, and shows in a box what it wants copied. */
const guided = (subject: Subject, whole: string, report: Report<'guided-paste' | 'guided-run'>): void => {
  const { page } = subject;
  const main = page.documents[0];
  if (main === undefined || !isSmall(subject)) return;
  if (main.codes.some((code) => commandIn(code) !== null || /^(?:\$|>|#|sudo|npm|npx|pip3?|brew|apt|apt-get|git|docker|cargo|curl|wget|iwr|irm|winget|choco)\s/i.test(code))) return;
  // What a guide puts into the clipboard, it shows.
  if (page.behaviour.some(({ kind, detail }) => kind === 'clipboard-write' && detail.trim() !== '' && commandIn(detail) === null && isShown(detail, subject.text))) return;
  const opened = systemOpens.exec(whole)?.[0];
  if (opened === undefined) return;
  const keys = opensByKey.test(whole);
  const pasted = pasteWords.exec(whole)?.[0];
  const entered = enterWords.exec(whole)?.[0];
  const said = { threat: 'clickfix', part: subject.capture.lane === 'render' ? 'frames' : 'html' } as const;
  if (pasted !== undefined && entered !== undefined) {
    report('guided-paste', { ...said, at: `${opened} … ${pasted} … ${entered}`, says: `A small page that can write to the clipboard says, one after another, ${quoted(opened, 40)}, ${quoted(pasted, 20)} and ${quoted(entered, 30)}, and shows no command.` });
  } else if (keys && (entered !== undefined || grantWords.test(whole))) {
    report('guided-run', { ...said, at: `${opened} … ${entered ?? 'a permission'}`, says: `A small page that can write to the clipboard leads its visitor into the system: ${quoted(opened, 40)}, then ${quoted(entered ?? grantWords.exec(whole)?.[0] ?? '', 30)}.` });
  }
};

/**
 * The steps without any way to the clipboard that was seen: its script did not come, or the visit was a probe's.
 * They must stand near each other, in order, on a page that hardly has anything else and speaks of no victims.
 */
const guidedCheck = (subject: Subject, report: Report<'guided-check'>): void => {
  const { text, page } = subject;
  if (!isSmall(subject) || linksOf(subject) > 1 || page.wordCount > maxWordsOfCheck || tellsOfTrick.test(text)) return;
  const opened = systemOpens.exec(text);
  const posed = (checkWords.exec(text) ?? finishWords.exec(text))?.[0];
  if (opened === null || posed === undefined) return;
  const rest = text.slice(opened.index + opened[0].length, opened.index + 600);
  const pasted = pasteWords.exec(rest);
  const entered = pasted === null ? null : anyEnter.exec(rest.slice(pasted.index));
  if (pasted === null || entered === null) return;
  report('guided-check', { threat: 'clickfix', part: subject.capture.lane === 'render' ? 'frames' : 'html', at: `${opened[0]} … ${pasted[0]} … ${entered[0]}`, says: `A small page that speaks of ${quoted(posed, 40)} says, one after another, ${quoted(opened[0], 40)}, ${quoted(pasted[0], 20)} and ${quoted(entered[0], 30)}.` });
};

const isSmall = (subject: Subject): boolean => subject.page.documents.length > 0 && subject.page.wordCount <= maxWordsOfLure && linksOf(subject) <= maxLinksOfLure;
const linksOf = ({ page }: Subject): number => page.documents[0]?.anchors.filter((href) => /^(?:https?:|\/|\.)/i.test(href)).length ?? 0;
const maxWordsOfLure = 350;
const maxWordsOfCheck = 200;
const maxLinksOfLure = 6;

/** Whether a person could have read the command: its head and its tail stand in the visible text. */
const isShown = (command: string, text: string): boolean => {
  const folded = command.toLowerCase().replace(/\s+/g, ' ').trim();
  return text.includes(folded.slice(0, 60)) && text.includes(folded.slice(-40));
};

const clipboardCall = /clipboard\s{0,3}\.\s{0,3}write(?:Text)?|execCommand\s{0,3}\(\s{0,3}["'`]copy|clipboardData\s{0,3}\.\s{0,3}setData|ClipboardItem|["'`]clipboard["'`]/i;

/** 'pow' + 'ershell' and ["pow", "ershell"].join('') as one literal. */
const joined = (code: string): string => code.slice(0, 400_000).replace(/["'`]\s{0,10}[+,]\s{0,10}["'`]/g, '').replace(/\\(["'`\\/])/g, '$1');

const longLiterals = (code: string): string[] => {
  const pieces: string[] = [];
  for (const match of code.matchAll(/powershell|pwsh|mshta|cmd(?:\.exe)?\s{0,3}\/|curl|wget|certutil|bitsadmin|msiexec|osascript|rundll32|regsvr32|base64 -|\biex\b|\\\\\\\\/gi)) {
    // Up to the quote that is not inside of a pair of the other kind: the end of the literal, or near it.
    pieces.push(code.slice(match.index, match.index + 600).split(/[`\n]|['"]\s{0,3}[;,)}\]]/, 1)[0] ?? '');
    if (pieces.length === 60) break;
  }
  return pieces;
};

/** Opening what runs commands, in the languages that lures are seen in. */
const opensRunner = inWords(/\bw i n ?\+ ?r\b|\bwin(?:dows)?[- ]?(?:\p{L}{2,12} ?){0,2}\+ ?["'«]?[rx]\b|\b(?:win(?:dows)?(?: key| button| logo)?|⊞|meta|super) ?(?:\+|-|and|&|plus|und|et|y|e|en) ?["'«]?(?:r|x)\b|⊞ ?\+? ?r\b|\brun (?:dialog|window|box|command)|\b(?:press|hold|drücken sie|appuyez sur|presiona|pulse|pressione|premi|naciśnij|druk op|нажмите)[^.]{0,30}\bwin(?:dows)?\b[^.]{0,30}\b[rx]\b|\b(?:open|öffnen sie|ouvrez|abra|abre|apri|otwórz|откройте|launch|start|choose|select)[^.]{0,30}\b(?:terminal|powershell|command prompt|cmd|run|spotlight|eingabeaufforderung|símbolo del sistema|терминал)|\b(?:cmd|command|⌘) ?\+ ?(?:space|spacebar)|(?:ctrl|control) ?\+ ?alt ?\+ ?t\b|address bar of (?:the )?(?:file )?explorer|\bfile explorer\b[^.]{0,40}\baddress bar|ctrl ?[+-] ?l\b|windowsキー ?\+ ?r|ファイル名を指定して実行|win(?:dows)? ?键 ?\+ ?r|运行窗口|windows 키 ?\+ ?r/u);
/** The same and the system's own tools: what no web page needs its visitor to open. */
const opensByKey = inWords(/\b(?:press|hold|hit|tap|use|drücken sie|appuyez sur|presion[ae]|pulsa|pulse|pressione|premi|naciśnij|druk op|нажмите)\b[^.!?]{0,30}(?:\bwin(?:dows)?\b|⊞|\bmeta\b|\bcmd[ -]+(?:\+ ?)?space|⌘)|⊞|\bwin(?:dows)? ?(?:key ?)?[+-] ?[rxsi]\b|ctrl ?[+-] ?shift ?[+-] ?esc|ctrl ?[+-] ?alt ?[+-] ?t\b|\bw i n ?\+ ?r\b|windowsキー|win ?键|windows 키/);
const systemOpens = inWords(/\bwin(?:dows)?[- ]?(?:\p{L}{2,12} ?){0,2}\+ ?["'«]?[rx]\b|\bw ?i ?n(?:dows)?(?: key| button| logo(?: key)?)? ?(?:\+|-|and|plus|und|et|y|e|en) ?["'«]?[rx]\b|⊞ ?(?:\([^)]{0,30}\))? ?\+? ?r\b|\b(?:press|hold|hit|tap|drücken sie|appuyez sur|presion[ae]|pulsa|pulse|pressione|premi|нажмите)\b[^.!?]{0,20}\b(?:win(?:dows)?|meta)\b(?: key)?|\bcmd ?[+-] ?space\b|⌘ ?\+? ?space|\bspotlight\b|ctrl ?[+-] ?alt ?[+-] ?t\b|ctrl ?[+-] ?shift ?[+-] ?esc\b|\b(?:open|launch|start|öffnen sie|ouvrez|abra|abre|apri|otwórz|откройте|run)\b[^.!?]{0,25}\b(?:terminal|powershell|command prompt|cmd|run (?:box|dialog|window)|control panel|task manager|file explorer|explorer address|computer management|mmc|eingabeaufforderung|símbolo del sistema|ejecutar|terminale|терминал)\b|\baddress bar\b[^.!?]{0,40}\b(?:paste|press enter)|\brun (?:dialog|box|window)\b|windowsキー ?\+ ?r|ファイル名を指定して実行|win(?:dows)? ?键 ?\+ ?r|运行窗口|windows 키 ?\+ ?r/u);
const enterWords = inWords(/(?:ctrl|control|strg|cmd|⌘) ?[+-] ?v\b[^]{0,80}?\b(?:enter|return|eingabe(?:taste)?|entrée|intro|invio)\b|\b(?:press|hit|tap|then|and|,|push|drücken sie|appuyez sur|tapez|presion[ae]|pulsa|pulse|pressione|aperte|premi|naciśnij|druk op|нажмите|basın)\b[^.!?]{0,25}\b(?:enter|return|eingabe(?:taste)?|entrée|intro|invio|ввод)\b|\benter ?(?:を押|键|를)|エンター|回车|엔터/);
const anyEnter = /\b(?:enter|return|eingabe(?:taste)?|intro|invio)\b|entrée|ввод|エンター|回车|엔터/;
/** What the last key is said to be good for. */
const finishWords = inWords(/\b(?:finish|complete|confirm)(?: the| your| this)? (?:update|verification|repair|check|review)\b|\bfor verification\b|\baccount review\b|\b(?:completar|finalizar|terminar) (?:la |a |o )?(?:verificación|verificação|actualización|atualização)|\b(?:terminer|compléter) la (?:vérification|mise à jour)|\b(?:überprüfung|verifizierung|update) (?:abzuschließen|abschließen)|\bcompletare (?:la verifica|l'aggiornamento)|\bзавершить (?:проверку|обновление)|\bdoğrulamayı tamamla|確認を完了|完成验证|인증을 완료/);
/** Words of those who report on the trick; no lure says them. */
const tellsOfTrick = inWords(/\b(?:victims?|attackers?|threat actors?|malware|cybercriminals?|researchers?|scammers?|scams?|phishing|fake|visitors?|(?:is|are|be) told|opfer|angreifer|víctimas?|atacantes?|attaquants?|vittim[ae]|жертв\p{L}{0,3}|злоумышленник\p{L}{0,3})\b/u);
const grantWords = inWords(/\bclick (?:on )?(?:yes|allow|run|continue)\b[^.!?]{0,20}(?:prompt\w{0,4}|asked)|\bctrl ?[+-] ?shift ?[+-] ?enter\b|\b(?:as|als) administrator\b/);
const pasteWords = inWords(/\b(?:ctrl|control|strg|cmd|command|⌘) ?(?:\+|and|-) ?v\b|\bctrl (?:key )?and (?:press|hit|tap) v\b|⌘ ?\+? ?v\b|\b(?:paste|einfügen|collez|coller|pega(?:r|ue)?|pegue|cole|colar|incolla|wklej|plak|вставьте|вставить|yapıştır)\b|貼り付け|粘贴|붙여/u);
const checkWords = inWords(/(?:verify|prove|confirm)[^.]{0,30}(?:you(?:'| a)re|you are|that you|yourself)?[^.]{0,20}\b(?:human|not a (?:ro)?bot|identity)|\bi(?:'|’| a)?m not a robot|\bnot a robot\b|\brobot or human|\bhuman verification|\bverification (?:steps?|id|code|hash|required|failed)|\bcaptcha\b|\bsecurity check|\bchecking (?:if )?(?:your browser|the site|you are)|\bunusual (?:web )?traffic|\byou(?:'|’)?re (?:a )?human|\b(?:are you|i(?:'|’)m) (?:a )?human|\bbukan robot|\bmanusia\b|không phải (?:là )?(?:robot|người máy)|là con người|لست روبوت|أنك إنسان|insan olduğ|nejsem robot|jste člověk|inte (?:en )?robot|är människa|nu sunt (?:un )?robot|nem vagyok robot|\b(?:een|bent) mens\b|jesteś człowiekiem|\bви (?:не робот|людина)|मैं रोबोट नहीं|verificación (?:del sistema|de seguridad)|kein roboter|ich bin ein mensch|menschlich|sicherheitsüberprüfung|pas un robot|êtes humain|vérification (?:humaine|de sécurité)|no soy un robot|eres humano|es humano|verificación humana|não sou um robô|é humano|verificação humana|non sono un robot|sei umano|nie jestem robotem|geen robot|я не робот|что вы человек|robot değilim|ロボットではありません|人間であること|不是机器人|人机验证|로봇이 아닙니다/u);
/** Something is said to be broken. Manuals say so too: it takes a command that the page does not show. */
const fixWords = inWords(/\bfix (?:it|the (?:problem|error|issue)|now)|\bhow to fix\b|\bsomething went wrong|\b(?:error|problem) (?:occurred|while|displaying|loading)|\bupdate (?:failed|error)|\bdisplay(?:ed)? correctly|(?:camera|microphone) (?:error|access|blocked|problem)|\b(?:error|fehler|erreur)\b[^.]{0,40}0x[0-9a-f]{6,8}/u);
