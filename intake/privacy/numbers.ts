import { replaceDecoded } from './decoded.ts';
import { phonePlaceholder, secretPlaceholder, type Noting } from './kinds.ts';

// Numbers that are known for what they are wherever they stand. Each pattern is bounded, and holds no two repetitions that
// could share a character.

/** "+44 20 7946 0000": a plus and 9 to 15 digits (E.164), marks between them allowed. */
const international = /(?<![\w+.])\+ ?[1-9](?:[ .()-]{0,2}\d){8,14}(?!\d)/g;
/** "(202) 555-0123", "202.555.0123": the North American numbering plan. */
const american = /(?<![\w.+-])(?:1[-. ])?(?:\([2-9]\d\d\)[ -]?|[2-9]\d\d[-. ])[2-9]\d\d[-. ]\d{4}(?![\w-])/g;
/** A number after a word that says so: "tel:...", "/call/...". */
const announced = /(?<=(?:^|[/:=?&#.-])(?:tel|phone|call|sms|mobile|whatsapp|callto|msisdn)[:/=])\+?\d(?:[ .()-]{0,2}\d){6,14}(?!\d)/gi;

const card = /(?<![\w.-])(?:\d{15,16}|\d{4}(?:[ -]\d{4}){3})(?![\w.-])/g;
const iban = /(?<![a-z0-9])[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?(?![a-z0-9])/gi; // capitals are asked for below: "de" and hex are no country and account
const socialSecurity = /(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g;

/** Text with telephone, card, account and social security numbers replaced, however they are percent-encoded. */
export const withoutNumbers = (text: string, found: Noting): string => {
  if (!/\d{2}/.test(text)) return text;
  const phone = ([number]: RegExpExecArray): { length: number; text: string } | null => {
    if (number.replace(/\D/g, '') === phonePlaceholder) return null;
    found.add('phone');
    return { length: number.length, text: phonePlaceholder };
  };
  const numbered = (isOne: (text: string) => boolean) => ([number]: RegExpExecArray): { length: number; text: string } | null => {
    if (!isOne(number)) return null;
    found.add('number');
    return { length: number.length, text: secretPlaceholder };
  };
  const withoutPhones = [international, american, announced].reduce((rest, pattern) => replaceDecoded(rest, pattern, phone), text);
  return replaceDecoded(replaceDecoded(replaceDecoded(withoutPhones, card, numbered(isCard)), iban, numbered(isIban)), socialSecurity, numbered(() => true));
};

/** A number of a card network (ISO/IEC 7812 prefixes of the four large ones) whose check digit is right. */
const isCard = (text: string): boolean => {
  const digits = text.replace(/\D/g, '');
  if (!/^(?:4\d{15}|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|3[47]\d{13}|6(?:011|5\d\d)\d{12})$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
};

/** Countries of the IBAN registry (SWIFT, release 99, 2024). */
const countries = new Set('AD AE AL AT AZ BA BE BG BH BI BR BY CH CR CY CZ DE DJ DK DO EE EG ES FI FK FO FR GB GE GI GL GR GT HR HU IE IL IQ IS IT JO KW KZ LB LC LI LT LU LV LY MC MD ME MK MN MR MT MU NI NL NO OM PK PL PS PT QA RO RS RU SA SC SD SE SI SK SM SO ST SV TL TN TR UA VA VG XK YE'.split(' '));

/** ISO 13616: the first four characters moved to the end, letters as numbers, 1 modulo 97. */
const isIban = (text: string): boolean => {
  const compact = text.replaceAll(' ', '').toUpperCase();
  if (compact.length < 15 || compact.length > 34 || !countries.has(compact.slice(0, 2)) || /[a-z]/.test(text)) return false;
  let rest = 0;
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest === 1;
};
