import type { Field, FieldPurpose, Form } from '../records/index.ts';

/** A field as either lane reads it, before its purpose is told. Texts are folded and capped by the reader. */
export interface RawField {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly label: string;
  readonly placeholder: string;
  readonly autocomplete: string;
  readonly maxLength: number | null;
  readonly visible: boolean;
}

export interface RawForm {
  readonly action: string | null;
  /** False where the attribute is missing or empty, so that the form posts to its own page or a script decides. */
  readonly hasAction: boolean;
  readonly method: string;
  readonly loose: boolean;
  readonly text: string;
  readonly fields: readonly RawField[];
}

export const formOf = (raw: RawForm, frameUrl: string): Form => ({
  frameUrl,
  action: raw.hasAction ? raw.action : null,
  method: raw.method,
  loose: raw.loose,
  text: raw.text,
  fields: raw.fields.map((field): Field => ({
    type: field.type,
    name: field.name || field.id,
    label: field.label || field.placeholder,
    autocomplete: field.autocomplete,
    purpose: fieldPurpose(field),
    visible: field.visible,
  })),
});

/** Tells what a field asks for. Order: what the type leaves no doubt of, autocomplete tokens, then words in name, id, label and placeholder. */
export const fieldPurpose = (field: RawField): FieldPurpose => {
  switch (field.type) {
    case 'hidden': return 'hidden';
    case 'submit': case 'button': case 'image': case 'reset': return 'submit';
    case 'file': return 'file';
    case 'search': return 'search';
    case 'password': {
      const told = byWords(field);
      return told !== null && secretsBehindDots.has(told) ? told : 'password';
    }
  }
  for (const token of field.autocomplete.toLowerCase().split(' ')) {
    const purpose = byAutocomplete.get(token);
    if (purpose !== undefined) return purpose;
  }
  const told = byWords(field);
  if (told !== null) return told;
  if (field.type === 'email') return 'email';
  if (field.type === 'tel') return 'phone';
  return 'other';
};

/** Purposes that pages hide behind type=password without asking for one. */
const secretsBehindDots: ReadonlySet<FieldPurpose> = new Set(['one-time-code', 'card-code', 'card-number', 'pin', 'seed-phrase', 'national-id']);

/** Autofill field names: HTML Living Standard, "Autofill", 2026-10. */
const byAutocomplete: ReadonlyMap<string, FieldPurpose> = new Map<string, FieldPurpose>([
  ['username', 'username'], ['email', 'email'], ['tel', 'phone'], ['tel-national', 'phone'], ['current-password', 'password'], ['new-password', 'password'],
  ['one-time-code', 'one-time-code'], ['cc-number', 'card-number'], ['cc-exp', 'card-expiry'], ['cc-exp-month', 'card-expiry'], ['cc-exp-year', 'card-expiry'], ['cc-csc', 'card-code'],
  ['name', 'name'], ['given-name', 'name'], ['family-name', 'name'], ['cc-name', 'name'], ['street-address', 'address'], ['address-line1', 'address'], ['address-line2', 'address'], ['postal-code', 'address'],
]);

/**
 * Words that name a purpose, folded to lower case without accents and separators; first row wins, so the
 * narrower come first. Languages: en, de, fr, es, pt, it, nl, pl, tr, ru, ja, zh. Date: 2026-11.
 * Short ones are matched as whole words only.
 */
const words: readonly (readonly [FieldPurpose, readonly string[]])[] = [
  ['seed-phrase', ['seed phrase', 'recovery phrase', 'secret phrase', 'secret recovery', 'mnemonic', 'private key', 'keystore', 'frase semilla', 'phrase de recuperation', 'wiederherstellungsphrase', '助记词', 'секретная фраза', 'seedphrase', 'word 1']],
  ['card-code', ['cvv', 'cvc', 'csc', 'cvn', 'card code', 'cardcode', 'security code', 'securitycode', 'prufziffer', 'kartenprufnummer', 'codigo de seguridad', 'cryptogramme', 'codice di sicurezza', 'セキュリティコード']],
  ['card-expiry', ['expiry', 'expiration', 'exp date', 'expdate', 'exp month', 'exp year', 'mm yy', 'mm/yy', 'ablaufdatum', 'gultig bis', 'caducidad', 'vencimiento', 'validade', 'scadenza', '有効期限']],
  ['card-number', ['card number', 'cardnumber', 'card num', 'cardnum', 'ccnum', 'cc number', 'ccnumber', 'credit card', 'debit card', 'kartennummer', 'numero de carte', 'numero de tarjeta', 'numero do cartao', 'numero carta', 'numer karty', 'kart numarasi', 'номер карты', 'カード番号', '卡号']],
  ['one-time-code', ['otp', 'one time', 'onetime', 'verification code', 'auth code', 'authentication code', '2fa', 'mfa', 'totp', 'sms code', 'smscode', 'bestatigungscode', 'code de verification', 'codigo de verificacion', 'codigo de verificacao', 'codice di verifica', 'код подтверждения', '認証コード', '验证码', 'tan']],
  ['pin', ['pin', 'pin code', 'pincode', 'atm pin']],
  ['bank-account', ['iban', 'account number', 'accountnumber', 'acct number', 'sort code', 'routing number', 'bic', 'kontonummer', 'numero de compte', 'numero de cuenta']],
  ['national-id', ['ssn', 'social security', 'national id', 'passport', 'tax id', 'dni', 'cpf', 'cnpj', 'codice fiscale', 'curp', 'aadhaar', 'personnummer', 'sozialversicherung', 'pesel', 'ausweisnummer', 'bsn']],
  ['password', ['password', 'passwd', 'passwort', 'kennwort', 'mot de passe', 'motdepasse', 'contrasena', 'senha', 'palavra passe', 'wachtwoord', 'haslo', 'sifre', 'пароль', 'パスワード', '密码', '密碼', 'pwd', 'passcode']],
  ['email', ['email', 'e mail', 'mail', 'courriel', 'correo', 'почта', 'メールアドレス', '邮箱', '電子郵件']],
  ['phone', ['phone', 'mobile', 'telefon', 'telefono', 'telephone', 'handynummer', 'celular', 'telefoon', 'телефон', '電話番号', '手机']],
  ['username', ['username', 'user name', 'userid', 'user id', 'login', 'user', 'account name', 'benutzername', 'kundennummer', 'nutzername', 'identifiant', 'usuario', 'utente', 'gebruikersnaam', 'uzytkownik', 'kullanici', 'логин', 'имя пользователя', 'ユーザー', '用户名', 'customer number', 'member id', 'access id', 'online id', 'apple id']],
  ['search', ['search', 'suche', 'suchen', 'recherche', 'buscar', 'pesquisar', 'cerca', 'zoek', 'szukaj', 'поиск', '検索', '搜索', 'query', 'q']],
  ['address', ['address', 'street', 'strasse', 'postcode', 'postal', 'zip', 'plz', 'city', 'stadt', 'ville', 'ciudad', 'adresse', 'direccion', 'endereco', 'indirizzo', 'адрес', '住所', '地址']],
  ['name', ['full name', 'fullname', 'first name', 'firstname', 'last name', 'lastname', 'surname', 'vorname', 'nachname', 'nom', 'prenom', 'nombre', 'apellido', 'nome', 'cognome', 'naam', 'имя', 'фамилия', '氏名', '姓名', 'cardholder', 'name']],
];

/** "userEmail_1" -> "user email 1"; accents off, full width to half; at most 1,000 units are looked at. */
const foldWords = (text: string): string =>
  text.slice(0, 1000).replace(/([a-z])([A-Z])/g, '$1 $2').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}/]+/gu, ' ').trim();

/** Both sides are folded alike. A short Latin word must stand alone ("pin" is no "shipping"); ideographs have no spaces around them. */
const shortest = 5;
const needles = words.flatMap(([purpose, list]) => list.map((word) => {
  const folded = foldWords(word);
  return { purpose, text: folded.length >= shortest || folded.charCodeAt(0) > 0x2e7f ? folded : ` ${folded} ` };
}));

const byWords = (field: RawField): FieldPurpose | null => {
  const said = ` ${foldWords(`${field.name} ${field.id} ${field.label} ${field.placeholder}`)} `;
  return needles.find(({ text }) => said.includes(text))?.purpose ?? null;
};
