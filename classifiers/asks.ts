import type { Field, FieldPurpose, Form } from '../records/index.ts';
import { hostOf } from './hosts.ts';
import type { Subject } from './contract.ts';
import { inWords } from './words.ts';

/** Kinds of secret. A card's number, expiry and code are one kind: any shop asks for all three. */
export type Secret = 'password' | 'card' | 'seed-phrase' | 'one-time-code' | 'bank-account' | 'national-id' | 'pin';

const secretOf: Partial<Record<FieldPurpose, Secret>> = {
  'password': 'password', 'card-number': 'card', 'seed-phrase': 'seed-phrase', 'one-time-code': 'one-time-code', 'bank-account': 'bank-account', 'national-id': 'national-id', 'pin': 'pin',
};

/** A "pin code" typed in the open is a postal code in half of the world. */
const isSecret = ({ purpose, type }: Field): boolean => purpose !== 'pin' || type === 'password';

/** A form, or the loose fields of a frame, that asks for a secret. */
export interface Ask {
  readonly form: Form;
  /** Index in the part `forms`. */
  readonly index: number;
  readonly secrets: ReadonlySet<Secret>;
  /** Host of the frame it stands in, null for data:, blob: and about: frames. */
  readonly frameHost: string | null;
  /** Host that the form itself sends to; null where a script decides. */
  readonly targetHost: string | null;
}

/** Asks of visible fields, in page order. Worked out once a subject. */
export const asksOf = (subject: Subject): readonly Ask[] => {
  const known = made.get(subject);
  if (known !== undefined) return known;
  const asks = subject.page.forms.flatMap((form, index): Ask[] => {
    const secrets = new Set(form.fields.slice(0, 200).filter((field) => field.visible && isSecret(field)).flatMap(({ purpose }) => secretOf[purpose] ?? []));
    if (secrets.size === 0) return [];
    return [{ form, index, secrets, frameHost: hostOf(form.frameUrl), targetHost: form.action === null ? null : hostOf(form.action) }];
  });
  made.set(subject, asks);
  return asks;
};
const made = new WeakMap<Subject, readonly Ask[]>();

export const asksFor = (subject: Subject, ...secrets: readonly Secret[]): Ask[] =>
  asksOf(subject).filter((ask) => secrets.some((secret) => ask.secrets.has(secret)));

/** A form with a password field that is not shown yet: a later step, or one that a style sheet hides. */
export const waitingLoginOf = (subject: Subject): Form | null =>
  subject.page.forms.find(({ fields }) => fields.slice(0, 200).some(({ purpose, type }) => purpose === 'password' && type === 'password')) ?? null;

/** What is typed to get in. */
export const loginSecrets = ['password', 'pin', 'one-time-code'] as const;

/** First step of a login that asks for the name alone and for the secret on the next page. */
export const firstStepOf = (subject: Subject): Form | null =>
  subject.page.forms.find((form) => {
    const visible = form.fields.slice(0, 50).filter((field) => field.visible && field.purpose !== 'submit' && field.purpose !== 'hidden');
    const names = visible.filter(({ purpose }) => purpose === 'email' || purpose === 'username' || purpose === 'phone');
    const said = `${form.text} ${form.fields.slice(0, 50).filter(({ visible: shown }) => shown).map(({ label }) => label).join(' ')}`.slice(0, 2000);
    return names.length > 0 && visible.length <= 3 && visible.every(({ purpose }) => secretOf[purpose] === undefined) && signInWords.test(said) && !letterWords.test(form.text.slice(0, 2000));
  }) ?? null;

const signInWords = inWords(/\b(?:sign[ -]?in|log[ -]?in|log[ -]?on|next|continue|verify|unlock|anmelden|einloggen|weiter|connexion|se connecter|suivant|iniciar sesi[oó]n|acceder|continuar|siguiente|entrar|accedi|avanti|inloggen|aanmelden|zaloguj|dalej|giriş|oturum)\b|ログイン|次へ|登录|登錄|下一步|로그인|войти|далее|вход/iu);
const letterWords = inWords(/newsletter|subscribe|abonnieren|suscr|s'abonner|iscriviti|inscreva|search/i);

/** "a password and a card" */
export const secretsInWords = (secrets: ReadonlySet<Secret>): string => [...secrets].map((secret) => secretNames[secret]).join(' and ');
const secretNames: Readonly<Record<Secret, string>> = {
  'password': 'a password', 'card': 'a payment card', 'seed-phrase': 'a wallet recovery phrase', 'one-time-code': 'a one-time code',
  'bank-account': 'a bank account', 'national-id': 'a national identity number', 'pin': 'a PIN',
};
