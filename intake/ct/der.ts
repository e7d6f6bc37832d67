/**
 * Just enough DER (ITU-T X.690) to read the DNS names of a certificate at the rate of a log: a walk over
 * offsets, without an object for each element. Every length is checked against its parent's end; what is
 * malformed answers null. Certificates are hostile: anybody can have one logged.
 */
interface Element { readonly tag: number; readonly from: number; readonly to: number }

const elementAt = (der: Uint8Array, at: number, end: number): Element | null => {
  const tag = der[at];
  let length = der[at + 1];
  if (tag === undefined || length === undefined || at + 2 > end || (tag & 0x1f) === 0x1f) return null;
  let from = at + 2;
  if (length > 0x80) {
    const bytes = length - 0x80;
    if (bytes > 3 || from + bytes > end) return null;
    length = 0;
    for (let byte = 0; byte < bytes; byte++) length = length * 256 + (der[from + byte] ?? 0);
    from += bytes;
  } else if (length === 0x80) return null;
  return from + length > end ? null : { tag, from, to: from + length };
};

const sequence = 0x30;
/** 2.5.29.17 and 2.5.4.3, as they stand in DER. */
const subjectAltName = [0x06, 0x03, 0x55, 0x1d, 0x11];
const commonName = [0x06, 0x03, 0x55, 0x04, 0x03];
/** [2] IA5String of a GeneralName (RFC 5280, 4.2.1.6), and [3] EXPLICIT extensions of a TBSCertificate (4.1). */
const dnsName = 0x82;
const extensionsTag = 0xa3;
const maxNames = 2000;

const startsWith = (der: Uint8Array, at: number, bytes: readonly number[]): boolean => bytes.every((byte, index) => der[at + index] === byte);

/** DNS names of a Certificate: those of its subjectAltName, else its common name where that looks like one. Null where it can't be read. */
export const namesOfCertificate = (der: Uint8Array): string[] | null => {
  const certificate = elementAt(der, 0, der.length);
  if (certificate?.tag !== sequence) return null;
  const tbs = elementAt(der, certificate.from, certificate.to);
  return tbs?.tag === sequence ? namesWithin(der, tbs) : null;
};

/** The same of a TBSCertificate, which is what a log has of a pre-certificate. */
export const namesOfTbs = (der: Uint8Array): string[] | null => {
  const tbs = elementAt(der, 0, der.length);
  return tbs?.tag === sequence ? namesWithin(der, tbs) : null;
};

const namesWithin = (der: Uint8Array, tbs: Element): string[] | null => {
  let subject: Element | null = null;
  let sequences = 0;
  for (let at = tbs.from; at < tbs.to;) {
    const element = elementAt(der, at, tbs.to);
    if (element === null) return null;
    // signature, issuer, validity, subject are its sequences, in this order.
    if (element.tag === sequence && ++sequences === 4) subject = element;
    if (element.tag === extensionsTag) {
      const names = altNames(der, element);
      if (names === null || names.length > 0) return names;
    }
    at = element.to;
  }
  return subject === null ? null : commonNameOf(der, subject);
};

const altNames = (der: Uint8Array, explicit: Element): string[] | null => {
  const extensions = elementAt(der, explicit.from, explicit.to);
  if (extensions?.tag !== sequence) return null;
  for (let at = extensions.from; at < extensions.to;) {
    const extension = elementAt(der, at, extensions.to);
    if (extension === null) return null;
    if (startsWith(der, extension.from, subjectAltName)) return generalNames(der, extension);
    at = extension.to;
  }
  return [];
};

const generalNames = (der: Uint8Array, extension: Element): string[] | null => {
  let value = elementAt(der, extension.from + subjectAltName.length, extension.to);
  if (value?.tag === 0x01) value = elementAt(der, value.to, extension.to); // critical
  if (value?.tag !== 0x04) return null;
  const list = elementAt(der, value.from, value.to);
  if (list?.tag !== sequence) return null;
  const names: string[] = [];
  for (let at = list.from; at < list.to && names.length < maxNames;) {
    const name = elementAt(der, at, list.to);
    if (name === null) return null;
    if (name.tag === dnsName && name.to - name.from <= 255) names.push(Buffer.from(der.buffer, der.byteOffset + name.from, name.to - name.from).toString('latin1'));
    at = name.to;
  }
  return names;
};

const commonNameOf = (der: Uint8Array, subject: Element): string[] => {
  for (let at = subject.from; at < subject.to;) {
    const set = elementAt(der, at, subject.to);
    if (set === null) return [];
    const attribute = elementAt(der, set.from, set.to);
    if (attribute !== null && startsWith(der, attribute.from, commonName)) {
      const value = elementAt(der, attribute.from + commonName.length, attribute.to);
      const text = value === null ? '' : Buffer.from(der.subarray(value.from, value.to)).toString('utf8');
      return /^[a-z0-9*_-]{1,63}(?:\.[a-z0-9_-]{1,63}){1,10}$/i.test(text) ? [text] : [];
    }
    at = set.to;
  }
  return [];
};
