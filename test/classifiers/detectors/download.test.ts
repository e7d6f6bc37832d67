import { download } from '../../../classifiers/detectors/download.ts';
import { downloadOf, ownHost } from '../capture-builder.ts';
import { describeDetector } from './table.ts';

const zip = (names: string[], encrypted = false) => ({ archive: { names, encrypted }, detectedType: 'application/zip' });

describeDetector(download, [
  { page: 'an installer by a click', raises: [], sketch: { body: 'Download our editor', downloads: [downloadOf('EditorSetup.exe', { unprompted: false })] } },
  { page: 'a PDF that was asked for', raises: [], sketch: { url: `https://${ownHost}/budget.pdf`, downloads: [downloadOf('budget.pdf', { detectedType: 'application/pdf' })] } },
  { page: 'a program whose own URL was asked for', raises: [], sketch: { url: `https://${ownHost}/get/tool.exe`, body: 'x', downloads: [downloadOf('tool.exe', { url: `https://${ownHost}/get/tool.exe` })] } },
  { page: 'a program that a brand\'s own page starts', raises: [], sketch: { url: 'https://marlowbank.test/app', body: 'Thank you', downloads: [downloadOf('Setup.exe', { url: 'https://dl.marlowbank.test/Setup.exe' })] } },
  { page: 'an old browser\'s notice beside an installer', raises: [], sketch: { body: 'You are using an outdated browser. Download our editor.', downloads: [downloadOf('EditorSetup.exe', { unprompted: false })] } },
  { page: 'a zip of pictures', raises: [], sketch: { body: 'Press', downloads: [downloadOf('logos.zip', zip(['a.png', 'b.svg']))] } },
  { page: 'a program that starts by itself', raises: ['unprompted-program'], sketch: { body: 'Please wait', downloads: [downloadOf('viewer.exe')] } },
  { page: 'a page that sends on to a program with a bill\'s name', raises: ['named-as-document', 'unprompted-program'], sketch: { head: `<meta http-equiv="refresh" content="2; url=/get/Invoice_884.exe">`, body: 'Your invoice is being prepared' } },
  { page: 'two endings', raises: ['disguised-program', 'named-as-document', 'script-file'], sketch: { body: 'Scan', downloads: [downloadOf('scan.pdf.js', { unprompted: false })] } },
  { page: 'a program sent as a picture', raises: ['disguised-program'], sketch: { body: 'x', downloads: [downloadOf('photo.jpg', { unprompted: false, claimedType: 'image/jpeg', detectedType: 'application/x-msdownload' })] } },
  { page: 'a locked archive with its password on the page', raises: ['locked-archive'], sketch: { body: 'Password: 2026', downloads: [downloadOf('files.zip', { ...zip(['a.exe'], true), unprompted: false })] } },
  { page: 'an archive with a shortcut', raises: ['archived-program', 'script-file'], sketch: { body: 'x', downloads: [downloadOf('contract.zip', zip(['contract.lnk']))] } },
  { page: 'a program made by script', raises: ['smuggled', 'unprompted-program'], sketch: { body: 'x', downloads: [downloadOf('app.iso', { url: `blob:https://${ownHost}/1` })] } },
  { page: 'a program held as text', raises: ['smuggled-on-click'], sketch: { scripts: ['var d = "TVqQAAMAAAAEAAAA"; var b = new Blob([d]); a.href = URL.createObjectURL(b); a.download = "x"; a.click()'] } },
  { page: 'a browser update from a stranger', raises: ['fake-update'], sketch: { body: 'Your browser is out of date. Update now.', downloads: [downloadOf('BrowserUpdate.exe', { unprompted: false })] } },
  { page: 'a link to a browser update from a stranger', raises: ['fake-update-words'], sketch: { body: 'Update your browser to watch.', links: [`https://${ownHost}/chrome-update.apk`] } },
  { page: 'an app in a brand\'s name', raises: ['brand-installer'], sketch: { title: 'Marlow Bank', body: '<img class="logo" alt="Marlow Bank" src="l.png">', downloads: [downloadOf('app.apk', { unprompted: false })] } },
  { page: 'a bare address that hands out a program', raises: ['program-url'], sketch: { url: 'http://198.51.100.7/a', downloads: [downloadOf('a.exe')] } },
]);
