import { techSupport } from '../../../classifiers/detectors/tech-support.ts';
import { behaviourOf } from '../capture-builder.ts';
import { describeDetector } from './table.ts';

const alarm = 'Your computer is infected! Trojan spyware detected. Do not shut down. Call support toll-free +1 (888) 555-0142 immediately.';

describeDetector(techSupport, [
  { page: 'a vendor\'s hotline', raises: [], sketch: { url: 'https://support.marlowbank.test/', body: 'Call our support team: +1 (888) 555-0100, Monday to Friday. We help with malware, too.' } },
  { page: 'a video with a full-screen button', raises: [], sketch: { body: 'Lecture 4', scripts: ['b.onclick = () => v.requestFullscreen()'], behaviour: [behaviourOf('fullscreen', '', false)] } },
  { page: 'an article about viruses', raises: [], sketch: { body: 'How ransomware spreads. In 2025 a trojan was found in a PDF reader.' } },
  { page: 'a form that asks before it is left', raises: [], sketch: { body: 'Your application', scripts: ['window.onbeforeunload = () => true'] } },
  { page: 'an alarm with a number', raises: ['alarm-and-phone'], sketch: { body: alarm } },
  { page: 'an alarm that fills the screen', raises: ['alarm-and-lock', 'alarm-and-phone', 'alarm-and-trap', 'lock-screen', 'trap'], sketch: { body: alarm, behaviour: [behaviourOf('fullscreen'), behaviourOf('keyboard-lock')] } },
  { page: 'an alarm in dialog boxes', raises: ['alarm-and-trap', 'alarm-dialog', 'dialog-storm'], sketch: { body: 'Please wait', dialogs: ['Your computer has been blocked', 'Your computer has been blocked', 'x'] } },
  { page: 'an alarm that offers a program', raises: ['alarm-and-program'], sketch: { body: 'Your PC is infected with 5 viruses! 5 threats found: trojan detected.', links: ['https://pages.example.test/cleaner.exe'] } },
  { page: 'an alarm in a brand\'s name', raises: ['alarm-and-phone', 'vendor-alarm'], sketch: { title: 'Kestrelpost support', body: `Kestrelpost security. ${alarm}` } },
  { page: 'a French alarm', raises: ['alarm-and-phone'], sketch: { body: 'Votre ordinateur a été bloqué. Virus détecté. Appelez immédiatement le 01 86 55 01 42.' } },
  { page: 'scripts that hold their visitor', raises: ['trap-in-script'], sketch: { body: 'Hello', scripts: ['document.documentElement.requestFullscreen(); navigator.keyboard.lock(); window.onbeforeunload = f; document.body.style.cursor = "none"'] } },
  { page: 'a lock screen that wants a code', raises: ['lock-screen'], sketch: { body: 'Entrez le code de déverrouillage', behaviour: [behaviourOf('fullscreen')] } },
  { page: 'a game that fills the screen', raises: [], sketch: { body: 'Level 1', behaviour: [behaviourOf('fullscreen')] } },
  { page: 'a brand\'s support line on another host', raises: ['brand-phone'], sketch: { title: 'Marlow Bank support', body: '<h1>Marlow Bank</h1> Customer service: call +1 (888) 555-0142. © 2026 Marlow Bank' } },
  { page: 'the same on the brand\'s host', raises: [], sketch: { url: 'https://www.marlowbank.test/', title: 'Marlow Bank support', body: '<h1>Marlow Bank</h1> Customer service: call +1 (888) 555-0142. © 2026 Marlow Bank' } },
  { page: 'a page that dials by itself', raises: ['dialling'], sketch: { body: 'Hello', behaviour: [behaviourOf('external-protocol', 'tel:+18885550142')] } },
]);
