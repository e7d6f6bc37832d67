import type { Download } from '../../records/index.ts';
import { claimsOf, mayBe } from '../claims.ts';
import { defineDetector, quoted } from '../finding.ts';
import { hostOf, sameParty } from '../hosts.ts';
import { inWords } from '../words.ts';

/** Files that a page hands out: whether they came unasked, what they are, and what the page says they are. */
const signals = {
  'unprompted-program': 'A program, script, installer or disk image was downloaded without a gesture.',
  'named-as-document': 'A program bears the name of a bill, an order, a document or a letter.',
  'disguised-program': 'A program bears the name or type of something else: two endings, a document\'s name, a picture\'s type.',
  'locked-archive': 'An encrypted archive was downloaded, and the page gives its password.',
  'archived-program': 'An archive that came without a gesture holds a program or script.',
  'smuggled': 'A program, archive or disk image was put together by script (blob: or data:) and saved without a gesture.',
  'smuggled-on-click': 'A program or archive that was put together by script was offered.',
  'fake-update': 'The page says that the browser, a player or a font must be updated, and offers a program from a host that isn\'t the maker\'s.',
  'script-file': 'The file is of a kind that only lures hand to people: HTA, LNK, VBS, JS, SCR, ISO with a shortcut.',
  'brand-installer': 'The page presents itself as a brand that does not own the host, and hands out a program.',
  'program-url': 'The URL itself is answered with a program, from a host that is a bare IP address.',
  'fake-update-words': 'The page says that the browser, a player or a font must be updated, on a host that isn\'t the maker\'s.',
} as const;

const programs = /\.(?:exe|msi|msix|appx|appinstaller|scr|com|pif|bat|cmd|ps1|vbs|vbe|js|jse|wsf|wsh|hta|lnk|jar|dll|cpl|apk|xapk|dmg|pkg|iso|img|vhdx?|deb|rpm|run|elf|reg|application|url|library-ms|search-ms|xll|docm|xlsm|one|chm)$/i;
const scriptFiles = /\.(?:hta|lnk|vbs|vbe|jse?|wsf|wsh|scr|pif|cpl|ps1|bat|cmd|search-ms|library-ms|appinstaller|xll|chm|reg)$/i;
const archives = /\.(?:zip|rar|7z|gz|tgz|tar|cab|ace|iso|img|vhdx?)$/i;
const programTypes = /x-msdownload|x-dosexec|x-msi|portable-executable|x-executable|android\.package-archive|x-elf|x-mach|java-archive|x-iso9660|apple-diskimage|x-ms-shortcut|\bhta\b|x-sharedlib|x-ms-installer/i;
const twoEndings = /\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|txt|mp[34]|html?|csv|rtf|avi)[\s._-]{0,200}\.(?:exe|scr|com|pif|bat|cmd|ps1|vbs|vbe|jse?|wsf|hta|lnk|msi|jar|apk|iso|img)$/i;

export const download = defineDetector<keyof typeof signals>({
  name: 'download',
  needs: ['downloads', 'frames', 'html', 'scripts'],
  signals,
  detect(subject, report) {
    const { page, text } = subject;
    const update = updateWords.exec(`${page.documents[0]?.title ?? ''} ${text}`)?.[0] ?? null;
    const claim = claimsOf(subject).find(({ worth, brand }) => worth >= 2 && !mayBe(brand, subject.final.host, subject));
    const isOwners = subject.brands.ownerOf(subject.final.host) !== null;
    const ledTo = [...page.hops.filter(({ by }) => by === 'meta' || by === 'script' || by === 'refresh-header').map(({ to }) => to), ...page.documents.flatMap(({ refresh }) => refresh ?? [])]
      .find((url) => URL.canParse(url) && programs.test(new URL(url).pathname));
    if (ledTo !== undefined && page.wordCount > 0 && !isOwners) {
      const at = { threat: 'malware', part: 'redirects', at: ledTo } as const;
      report('unprompted-program', { ...at, says: `The page sends its visitor on to a program, ${quoted(ledTo)}, without being asked.` });
      if (documentNames.test(new URL(ledTo).pathname)) report('named-as-document', { ...at, says: `A program bears the name of a document: ${quoted(ledTo)}.` });
    }
    for (const [index, file] of page.downloads.entries()) {
      const program = isProgram(file);
      const at = { threat: 'malware', part: 'downloads', at: `download ${index}: ${file.name} from ${file.url.slice(0, 150)}` } as const;
      const name = quoted(file.name, 60);
      const from = hostOf(file.url.replace(/^blob:/, ''));
      if (/^(?:blob|data):/i.test(file.url) && (program || file.archive !== null || archives.test(file.name))) {
        report(file.unprompted ? 'smuggled' : 'smuggled-on-click', { ...at, says: `A script of the page put together ${name} and ${file.unprompted ? 'saved it without being asked' : 'offered it'}.` });
      }
      if (isDisguised(file)) report('disguised-program', { ...at, says: `${name} is a program (${file.detectedType ?? 'by its name'}) that goes as something else (${file.claimedType ?? 'its name'}).` });
      if (file.archive?.encrypted === true && passwordWords.test(text)) report('locked-archive', { ...at, says: `${name} is an encrypted archive, and the page gives its password (${quoted(passwordWords.exec(text)?.[0] ?? '', 50)}).` });
      if (file.unprompted && file.archive !== null && file.archive.names.some((inner) => programs.test(inner))) report('archived-program', { ...at, says: `${name} came without being asked for and holds ${quoted(file.archive.names.find((inner) => programs.test(inner)) ?? '', 60)}.` });
      if (file.archive !== null && file.archive.names.length <= 3 && file.archive.names.some((inner) => twoEndings.test(inner) || scriptFiles.test(inner)) || scriptFiles.test(file.name)) report('script-file', { ...at, says: `${name} is or holds a script or shortcut of a kind that is not handed to people.` });
      if (program && documentNames.test(file.name)) report('named-as-document', { ...at, says: `${name} is a program with the name of a document.` });
      if (!program && file.archive === null) continue;
      const asked = !file.unprompted || isAsked(subject.capture.url, file);
      if (program && !asked && page.wordCount > 0 && !(isOwners && from !== null && sameParty(from, subject.final.host, subject.brands))) report('unprompted-program', { ...at, says: `The page started the download of ${name} without being asked.` });
      if (program && update !== null && !isOwners && updateFiles.test(file.name)) report('fake-update', { ...at, says: `The page says ${quoted(update, 50)} and hands out ${name}, but ${subject.final.host} is not the maker's.` });
      if (program && claim !== undefined && claim.worth >= 4) report('brand-installer', { ...at, brand: claim.brand.name, says: `The page presents itself as ${claim.brand.name}, which does not own ${subject.final.host}, and hands out ${name}.` });
      if (program && subject.owner.isAddress) report('program-url', { ...at, says: `${subject.final.host}, a bare IP address, answers with a program, ${name}.` });
    }
    const updateLink = page.links.find(({ href }) => programs.test(href.split(/[?#]/, 1)[0] ?? '') && updateFiles.test(href))?.href;
    if (update !== null && !isOwners && updateLink !== undefined) {
      report('fake-update-words', { threat: 'malware', part: 'links', at: updateLink, says: `The page says ${quoted(update, 60)} and links to a program, but ${subject.final.host} is not the maker's.` });
    }
    for (const [index, script] of page.scripts.entries()) {
      if (script.kind === 'external' || !smuggles(script.text)) continue;
      report('smuggled-on-click', { threat: 'malware', part: 'scripts', at: `script ${index}`, says: 'A script holds a program or archive as text, puts it together as a file, and saves it.' });
    }
  },
});

const documentNames = /(?:^|[/_.\s-])(?:invoice|bill|receipt|statement|payment|remittance|order|purchase|quotation|document|scan|report|resume|cv|rechnung|mahnung|beleg|bestellung|angebot|bewerbung|facture|devis|commande|contrat|factura|pedido|recibo|comprobante|fattura|ordine|ricevuta|boleto|nota[-_]?fiscal|fatura|faktura|rachunek|voicemail|fax|label|shipment|tracking|contract|agreement|tender)(?![a-z]{3})[^/]{0,60}\.\w{2,5}$/i;
const updateFiles = /updat|upgrad|patch|browser|chrome|firefox|edge|safari|opera|flash|player|codec|plug-?in|font|java|webview|kb\d{6}/i;

const isProgram = (file: Download): boolean => programs.test(file.name) || programTypes.test(file.detectedType ?? '');

/** The URL that was asked for names the file: whoever follows such a link wants it. */
const isAsked = (url: string, file: Download): boolean => {
  const { pathname } = new URL(url);
  return programs.test(pathname) && file.url.split(/[?#]/, 1)[0]?.endsWith(pathname) === true;
};

const isDisguised = (file: Download): boolean =>
  twoEndings.test(file.name)
  || /[\u202a-\u202e\u2066-\u2069]/.test(file.name)
  || (programTypes.test(file.detectedType ?? '') && (/\.(?:pdf|docx?|xlsx?|jpe?g|png|gif|txt|mp[34]|html?)$/i.test(file.name) || /^(?:image|video|audio|text)\/|application\/pdf/i.test(file.claimedType ?? '')));

/** A long literal that begins like a program, archive or disk image, made a Blob and clicked. */
const smuggles = (code: string): boolean =>
  /["'`](?:TVqQ|TVpQ|TVoA|UEsDB|Rar!|UmFyI|N3q8r|0M8R4|\/9j\/4TVq|4d5a9|504b0304|TWlu)/.test(code)
  && /new\s{1,5}Blob|createObjectURL|msSaveOrOpenBlob|msSaveBlob/.test(code)
  && /\.download\b|msSave|\.click\s{0,3}\(/.test(code);

const updateWords = inWords(/\b(?:your |the )?(?:browser|chrome|firefox|edge|safari|flash(?: player)?|java|media player|video player|codec|plug-?in|font|webview)\b[^.!?]{0,40}\b(?:is )?(?:out ?-?(?:of ?-?)?dated?|outdated|needs? (?:to be )?(?:an )?updat\w*|must be updated|update (?:is )?(?:required|available|needed|now)|not (?:found|supported|installed)|missing)|\b(?:update|upgrade) (?:your )?(?:browser|chrome|firefox|edge|flash(?: player)?)\b|\byou (?:are|'re) using an (?:older|old|outdated) version|(?:browser|chrome|firefox)[^.]{0,30}\b(?:veraltet|aktualisier\w+|obsol[eè]te|mettre à jour|desactualizad[oa]|actualiza\w*|atualiz\w+|aggiorna\w*)/);
const passwordWords = inWords(/\b(?:password|passwort|kennwort|mot de passe|contrase[nñ]a|senha|parola|pass(?:code|word)?|pwd|archive (?:key|code))\b ?(?:for the (?:archive|file|zip))? ?(?:is|ist|:|=|es|est|–|-)? ?["'«]?\s?[\w!@#$%-]{3,20}|пароль|パスワード|密码/);
