import type { CheerioCrawlingContext } from '@crawlee/cheerio';
import type { Form, Link, ScriptRecord } from '../records/index.ts';
import { collected, type Collected } from '../records/index.ts';
import { caps, cutText } from './caps.ts';
import { formOf, type RawField, type RawForm } from './field-purpose.ts';
import { sha256 } from './hash.ts';

type Document = CheerioCrawlingContext['$'];
type Selection = ReturnType<Document>;

/** Parts of a page as its HTML alone shows them, no script run. `url` is the document's own. */
export const staticParts = ($: Document, url: string): { readonly forms: Collected<Form[]>; readonly links: Collected<Link[]>; readonly scripts: Collected<ScriptRecord[]> } => {
  const base = absolute($('base[href]').first().attr('href'), url) ?? url;
  return { forms: forms($, url, base), links: links($, base), scripts: scripts($, base) };
};

const forms = ($: Document, url: string, base: string): Collected<Form[]> => {
  const all = $('form');
  const read = all.slice(0, caps.forms).toArray().map((element): RawForm => {
    const form = $(element);
    const action = form.attr('action') ?? '';
    return {
      action: absolute(action, base),
      hasAction: action !== '',
      method: (form.attr('method') ?? 'get').toLowerCase().slice(0, 10),
      loose: false,
      text: fold(`${form.text()} ${form.find('input[type=submit],input[type=button]').toArray().map((button) => $(button).attr('value') ?? '').join(' ')}`, caps.formText),
      fields: form.find(fieldSelector).slice(0, caps.fields).toArray().map((field) => readField($, $(field))),
    };
  });
  const loose = $(fieldSelector).slice(0, caps.fields * 2).filter((_, field) => $(field).closest('form').length === 0).slice(0, caps.fields);
  if (loose.length > 0) {
    read.push({ action: null, hasAction: false, method: 'get', loose: true, text: fold(loose.first().parent().parent().text(), caps.formText), fields: loose.toArray().map((field) => readField($, $(field))) });
  }
  return collected(read.map((form) => formOf(form, url)), all.length > caps.forms ? `${all.length - caps.forms} more forms were not kept` : null);
};

const fieldSelector = 'input,select,textarea,button[type=submit],form button:not([type])';

const readField = ($: Document, field: Selection): RawField => {
  const tag = field.prop('tagName')?.toLowerCase() ?? '';
  const type = tag === 'input' ? (field.attr('type') ?? 'text').toLowerCase() : tag === 'button' ? 'submit' : tag;
  const id = field.attr('id') ?? '';
  const label = field.closest('label').text() || labelFor($, id) || field.attr('aria-label') || field.attr('title') || (type === 'submit' ? field.attr('value') || field.text() : field.prev().find(fieldSelector).length === 0 ? field.prev().text() : '');
  return {
    type: type.slice(0, 40),
    name: fold(field.attr('name') ?? '', 200),
    id: fold(id, 200),
    label: type === 'hidden' ? '' : fold(label, 200),
    placeholder: fold(field.attr('placeholder') ?? '', 200),
    autocomplete: fold(field.attr('autocomplete') ?? '', 100),
    maxLength: Number(field.attr('maxlength')) || null,
    visible: type !== 'hidden' && field.closest('[hidden]').length === 0 && !field.closest('[style*="display:none"],[style*="display: none"]').length,
  };
};

const labelFor = ($: Document, id: string): string => (id === '' ? '' : $('label').slice(0, caps.fields).filter((_, label) => $(label).attr('for') === id).first().text());

const links = ($: Document, base: string): Collected<Link[]> => {
  const all = $('a[href],area[href]');
  const read = all.slice(0, caps.links).toArray().flatMap((element): Link[] => {
    const href = absolute($(element).attr('href'), base);
    return href === null ? [] : [{ href, text: fold($(element).text() || ($(element).attr('aria-label') ?? ''), 300) }];
  });
  return collected(read, all.length > caps.links ? `${all.length - caps.links} more links were not kept` : null);
};

/** External scripts are named and not fetched: their text is empty, and so are their bytes. */
const scripts = ($: Document, base: string): Collected<ScriptRecord[]> => {
  const all = $('script');
  let left: number = caps.allScripts;
  const read = all.slice(0, caps.scripts).toArray().flatMap((element): ScriptRecord[] => {
    const src = $(element).attr('src');
    if (src !== undefined) {
      const url = absolute(src, base);
      return url === null ? [] : [{ url, kind: 'external', sha256: '', bytes: 0, text: '' }];
    }
    const text = $(element).text();
    const kept = cutText(text, Math.min(caps.scriptText, left));
    left -= kept.length;
    return [{ url: null, kind: 'inline', sha256: sha256(text), bytes: Buffer.byteLength(text), text: kept }];
  });
  const external = read.some(({ kind }) => kind === 'external') ? 'external scripts were not fetched' : null;
  return collected(read, all.length > caps.scripts ? `${all.length - caps.scripts} more scripts were not kept` : external);
};

const absolute = (href: string | undefined, base: string): string | null => (href !== undefined && URL.canParse(href, base) ? cutText(new URL(href, base).href, caps.url) : null);
const fold = (text: string, max: number): string => cutText(text.slice(0, max * 4).replace(/\s+/g, ' ').trim(), max);
