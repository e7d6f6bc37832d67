import { mailCaps } from './contract.ts';

const announced = /(?:pass(?:word|code|wort|phrase|e)?|kennwort|pwd|pin|code|mot de passe|contrase(?:ñ|n)a|senha|clave|hasło|haslo|wachtwoord|пароль)[\s\p{P}=>]{0,8}(?:is|ist|lautet|es|est|é|to|for|the|file|zip|archive|document|für|:|=|[\s\p{P}]){0,6}([\p{L}\p{N}!@#$%^&*_.+-]{2,40})/giu;
const word = /[\p{L}\p{N}!@#$%^&*_+-]{3,24}/gu;

/** What may be the password of an attached archive, likeliest first: what follows a word that says so, then words with digits, then what malware's senders use. */
export const passwordsIn = (text: string): string[] => {
  const cut = text.slice(0, 20_000);
  const named = [...cut.matchAll(announced)].flatMap(([, given = '']) => [given, given.replace(/[.,;:!]+$/, '')]);
  const numbered = [...cut.matchAll(word)].map(([found]) => found).filter((found) => /\d/.test(found));
  return [...new Set([...named, ...numbered.slice(0, 10), 'infected', '1234', 'password'])].filter((one) => one !== '').slice(0, mailCaps.passwords);
};
