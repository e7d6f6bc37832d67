/**
 * Whether a text is a command that a lure would have its victim run: a shell or a system tool that fetches and
 * runs something, or hides what it runs. A command that only installs from a name ("npm install x") is none.
 * Returns the name of the row, or null. Sources: Microsoft's and Proofpoint's public write-ups of ClickFix
 * (2024-2025) and the LOLBAS list of system tools, read on 2026-11-23.
 */
export const commandIn = (text: string): string | null => {
  const line = text.slice(0, 8192).normalize('NFKC').replace(/[\^`]|["'](?=["'])/g, '').replace(/\s+/g, ' ');
  return rows.find(([, pattern]) => pattern.test(line))?.[0] ?? null;
};

/**
 * Whether a command hides what it does: no window, its text in base64, its name or address in disguise, or a
 * script host that only malware starts from a prompt. No maker of software has such a one typed.
 */
export const isCovert = (text: string): boolean => {
  const line = text.slice(0, 8192).normalize('NFKC').replace(/\s+/g, ' ');
  return disguisedName.test(line) || covert.some((pattern) => pattern.test(line.replace(/[\^`]|["'](?=["'])/g, '')));
};

/** A shell's escape inside of a name: "po^wershell", "c^md". */
const disguisedName = /\b[a-z]{1,10}[\^`][a-z^`]{1,12}(?:\.exe)?\b/i;
const covert: readonly RegExp[] = [
  /\b(?:powershell|pwsh)(?:\.exe)?\b.{0,300}?\s-(?:e|en|enc|encodedcommand)\s{1,3}["']?[a-z0-9+/=]{16}/i,
  /\b(?:powershell|pwsh)(?:\.exe)?\b.{0,300}?\s-w\w{0,10}\s{0,3}(?:h\w{0,5}|1)\b/i,
  /\bmshta(?:\.exe)?\b.{0,80}?(?:https?:|javascript:|vbscript:|\d{1,3}\.|0x)/i,
  /\b(?:regsvr32|rundll32)(?:\.exe)?\b.{0,120}?(?:https?:|javascript:|\\\\)/i,
  /\bbase64\b\s{0,3}(?:-{1,2}d(?:ecode)?|-D)\b.{0,120}?\|\s{0,3}(?:\/bin\/)?(?:ba|z|da)?sh\b/i,
  /\bcertutil(?:\.exe)?\b.{0,60}?-urlcache/i,
];

const url = String.raw`(?:https?:|h\S{0,3}ttps?:|\\\\|\/\/|(?:\d{1,3}\.){3}\d{1,3}|\b[a-z0-9-]{1,63}\.[a-z]{2,12}\/)`;

const rows: readonly (readonly [string, RegExp])[] = [
  ['powershell that hides or fetches', new RegExp(String.raw`\b(?:powershell|pwsh|p\w{0,3}o\w{0,3}wershell)(?:\.exe)?\b.{0,400}?(?:\s-(?:e|en|enc|encodedcommand)\s|-w(?:indowstyle)?\s{0,3}(?:h|hidden|1)\b|\biex\b|invoke-(?:expression|webrequest|restmethod)|\b(?:iwr|irm|curl|wget)\b|download(?:string|file|data)|frombase64string|start-bitstransfer|\[scriptblock\])`, 'i')],
  ['an invoke-expression of fetched text', new RegExp(String.raw`\b(?:iex|invoke-expression)\b.{0,200}?(?:\b(?:iwr|irm|curl|wget)\b|downloadstring|${url})|\b(?:iwr|irm)\b.{0,300}?\|\s{0,3}iex\b`, 'i')],
  ['mshta', new RegExp(String.raw`\bmshta(?:\.exe)?\b.{0,80}?(?:${url}|javascript:|vbscript:)`, 'i')],
  ['cmd that fetches', new RegExp(String.raw`\bcmd(?:\.exe)?\b.{0,40}?\/[ckv].{0,300}?(?:\bcurl\b|\bcertutil\b|\bbitsadmin\b|\bmshta\b|\bpowershell\b|\bmsiexec\b|\bstart\b.{0,80}?${url}|\bfinger\b|\bnslookup\b)`, 'i')],
  ['certutil', /\bcertutil(?:\.exe)?\b.{0,60}?-(?:urlcache|decode|verifyctl)/i],
  ['bitsadmin', /\bbitsadmin(?:\.exe)?\b.{0,60}?\/transfer/i],
  ['msiexec from the net', new RegExp(String.raw`\bmsiexec(?:\.exe)?\b.{0,60}?(?:\/|-)(?:i|package|qn?)\b.{0,80}?${url}`, 'i')],
  ['regsvr32 or rundll32 from the net', new RegExp(String.raw`\b(?:regsvr32|rundll32)(?:\.exe)?\b.{0,120}?(?:${url}|javascript:)`, 'i')],
  ['a script host from the net', new RegExp(String.raw`\b(?:wscript|cscript)(?:\.exe)?\b.{0,120}?(?:${url}|\.(?:js|vbs)e?\b)`, 'i')],
  ['a fetch piped into a shell', /\b(?:curl|wget)\b[^|\n]{0,400}\|\s{0,3}(?:sudo\s{1,3})?(?:\/bin\/)?(?:ba|z|da)?sh\b/i],
  ['a shell that runs what it fetches', /\b(?:ba|z|da)?sh\b\s{0,3}(?:-c\s{0,3})?.{0,4}(?:\$|<)\(\s{0,3}(?:curl|wget)\b/i],
  ['base64 decoded into a shell', /\bbase64\b\s{0,3}(?:-{1,2}d(?:ecode)?|-D)\b.{0,120}?\|\s{0,3}(?:\/bin\/)?(?:ba|z|da)?sh\b|\becho\b.{0,400}?\|\s{0,3}base64\b.{0,40}?\|/i],
  ['osascript', /\bosascript\b\s{0,3}-e\b/i],
  ['curl that saves and starts', /\bcurl(?:\.exe)?\b.{0,300}?\s-{1,2}(?:o|output)\b.{0,200}?(?:&&|;|\|)\s{0,3}(?:start|chmod|open|\.\/|%temp%|cscript|rundll32|sh|bash)/i],
  ['a program of a network folder', /(?:^|\s)\\\\[\w.@-]{3,120}\\[^ ]{1,120}\.(?:exe|hta|lnk|bat|cmd|js|vbs|msi|ps1)\b/i],
  ['python that runs what it fetches', /\bpython3?\b\s{0,3}-c\b.{0,300}?(?:urlopen|requests\.get|b64decode|exec\()/i],
];
