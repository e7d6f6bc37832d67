import { Parser } from 'htmlparser2';
import type { Form, Link, ScriptRecord } from '../records/index.ts';
import { collected, type Collected } from '../records/index.ts';
import { caps, cutText } from './caps.ts';
import { formOf, type RawField, type RawForm } from './field-purpose.ts';
import { sha256 } from './hash.ts';
import { parseRefresh, type Refresh } from './refresh.ts';

/** What a page's HTML alone shows, no script run. */
export interface StaticPage {
  readonly forms: Collected<Form[]>;
  readonly links: Collected<Link[]>;
  readonly scripts: Collected<ScriptRecord[]>;
  /** The first `<meta http-equiv=refresh>` that names another place, or null. */
  readonly refresh: Refresh | null;
}

/**
 * Reads HTML in one pass, without a tree: what is said of an element is a range of the page's text, cut out when
 * all of it is known. `url` is the document's own.
 *
 * @example
 * readStaticPage('<label>PIN <input type=password></label>', 'http://a.test/').forms
 * // one loose form with one field: { type: 'password', label: 'PIN', purpose: 'pin', ... }
 */
export const readStaticPage = (html: string, url: string): StaticPage => {
  const reader = new Reader();
  const parser = new Parser(reader, { decodeEntities: true });
  for (let at = 0; at < html.length && !reader.isTooDeep; at += pieceChars) parser.write(html.slice(at, at + pieceChars));
  parser.end();
  return reader.page(url);
};

/**
 * The parser's time grows with the square of the nesting, so a page that nests deeper than this is read no further,
 * and its parts say so. Chromium itself flattens what is nested deeper than 512.
 */
const maxDepth = 4000;
/** How much is parsed between two looks at the depth. */
const pieceChars = 32_768;

/** An element's share of the page's text: characters from `start` up to `end`, which is set when it closes. */
interface Range { readonly start: number; end: number }

interface Open extends Range {
  readonly isHidden: boolean;
  /** The last child that was closed, where it held no field: what stands before a field names it. */
  before: Range | null;
  holdsField: boolean;
}

interface ReadField {
  readonly attributes: Attributes;
  readonly type: string;
  readonly visible: boolean;
  readonly label: Range | null;
  readonly before: Range | null;
  readonly own: Range;
}

interface ReadForm { readonly attributes: Attributes; readonly text: Range; readonly fields: ReadField[]; readonly buttons: string[] }
type Attributes = Readonly<Record<string, string>>;

const fieldNames: ReadonlySet<string> = new Set(['input', 'select', 'textarea']);

class Reader {
  readonly #chunks: string[] = [];
  #length = 0;
  readonly #open: Open[] = [];
  isTooDeep = false;
  #hidden = 0;
  #styles = 0;
  #noscripts = 0;
  readonly #labels: Range[] = [];
  readonly #forms: ReadForm[] = [];
  readonly #openForms: (ReadForm | null)[] = [];
  readonly #loose: ReadField[] = [];
  #looseText: Range | null = null;
  readonly #labelsFor = new Map<string, Range>();
  readonly #links: { readonly href: string; readonly label: string; readonly text: Range }[] = [];
  readonly #scripts: { readonly src: string | null; text: string }[] = [];
  #script: { text: string } | null = null;
  #base: string | null = null;
  readonly #refreshes: string[] = [];
  readonly #counts = { forms: 0, links: 0, scripts: 0 };

  onopentag(name: string, attributes: Attributes): void {
    if (this.#open.length >= maxDepth) this.isTooDeep = true;
    const parent = this.#open.at(-1) ?? null;
    const element: Open = { start: this.#length, end: this.#length, isHidden: isHidden(attributes), before: null, holdsField: false };
    this.#open.push(element);
    if (element.isHidden) this.#hidden++;
    switch (name) {
      case 'base': this.#base ??= attributes['href'] ?? null; break;
      case 'meta': this.#meta(attributes); break;
      case 'style': this.#styles++; break;
      case 'noscript': this.#noscripts++; break;
      case 'label': this.#label(element, attributes); break;
      case 'form': this.#form(element, attributes); break;
      case 'a': case 'area': this.#link(element, attributes); break;
      case 'script': this.#openScript(attributes); break;
      case 'button': if (attributes['type']?.toLowerCase() === 'submit' || (attributes['type'] === undefined && this.#openForms.length > 0)) this.#field(element, parent, attributes, name, 'submit'); break;
      default: if (fieldNames.has(name)) this.#field(element, parent, attributes, name, name === 'input' ? (attributes['type'] ?? 'text').toLowerCase() : name);
    }
  }

  ontext(text: string): void {
    if (this.#script !== null) { this.#script.text += text; return; }
    if (this.#styles > 0) return;
    this.#chunks.push(text);
    this.#length += text.length;
  }

  onclosetag(name: string): void {
    const element = this.#open.pop();
    if (element === undefined) return;
    element.end = this.#length;
    const parent = this.#open.at(-1);
    if (parent !== undefined) {
      parent.holdsField ||= element.holdsField;
      parent.before = element.holdsField ? null : element;
    }
    if (element.isHidden) this.#hidden--;
    switch (name) {
      case 'style': this.#styles--; break;
      case 'noscript': this.#noscripts--; break;
      case 'label': this.#labels.pop(); break;
      case 'form': this.#openForms.pop(); break;
      case 'script': this.#script = null; break;
    }
  }

  #meta({ 'http-equiv': equivalent, content }: Attributes): void {
    if (equivalent?.trim().toLowerCase() === 'refresh' && content !== undefined && this.#noscripts === 0 && this.#refreshes.length < 10) this.#refreshes.push(content);
  }

  #label(element: Open, attributes: Attributes): void {
    this.#labels.push(element);
    const target = attributes['for'];
    if (target !== undefined && this.#labelsFor.size < caps.fields && !this.#labelsFor.has(target)) this.#labelsFor.set(target, element);
  }

  #form(element: Open, attributes: Attributes): void {
    const form: ReadForm | null = this.#counts.forms++ < caps.forms ? { attributes, text: element, fields: [], buttons: [] } : null;
    if (form !== null) this.#forms.push(form);
    this.#openForms.push(form);
  }

  #link(element: Open, attributes: Attributes): void {
    const href = attributes['href'];
    if (href !== undefined && this.#counts.links++ < caps.links) this.#links.push({ href, label: attributes['aria-label'] ?? '', text: element });
  }

  #openScript(attributes: Attributes): void {
    const script = { src: attributes['src'] ?? null, text: '' };
    this.#script = script;
    if (this.#counts.scripts++ < caps.scripts) this.#scripts.push(script);
  }

  #field(element: Open, parent: Open | null, attributes: Attributes, name: string, type: string): void {
    element.holdsField = true;
    const inForm = this.#openForms.length > 0;
    const form = this.#openForms.at(-1) ?? null;
    if (form !== null && name === 'input' && (type === 'submit' || type === 'button') && form.buttons.length < caps.fields) form.buttons.push(attributes['value'] ?? '');
    const into = inForm ? form?.fields : this.#loose;
    if (into === undefined || into.length >= caps.fields) return;
    // What stands around it: the element two above.
    if (!inForm) this.#looseText ??= this.#open.at(-3) ?? this.#open[0] ?? null;
    into.push({ attributes, type, visible: type !== 'hidden' && this.#hidden === 0, label: this.#labels.at(-1) ?? null, before: parent?.before ?? null, own: element });
  }

  page(url: string): StaticPage {
    const text = this.#chunks.join('');
    const base = absolute(this.#base, url) ?? url;
    const said = (range: Range | null, max: number): string => (range === null ? '' : fold(text.slice(range.start, Math.min(range.end, range.start + max * 4)), max));
    const labelOf = ({ attributes, type, label, own, before }: ReadField): string => {
      const id = attributes['id'] ?? '';
      const labelled = said(label, 200) || said(id === '' ? null : (this.#labelsFor.get(id) ?? null), 200) || attributes['aria-label'] || attributes['title'];
      return labelled || (type === 'submit' ? attributes['value'] || said(own, 200) : said(before, 200));
    };
    const fieldOf = (field: ReadField): RawField => ({
      type: field.type.slice(0, 40),
      name: fold(field.attributes['name'] ?? '', 200),
      id: fold(field.attributes['id'] ?? '', 200),
      label: field.type === 'hidden' ? '' : fold(labelOf(field), 200),
      placeholder: fold(field.attributes['placeholder'] ?? '', 200),
      autocomplete: fold(field.attributes['autocomplete'] ?? '', 100),
      maxLength: Number(field.attributes['maxlength']) || null,
      visible: field.visible,
    });
    const forms = this.#forms.map(({ attributes, text: range, fields, buttons }): RawForm => {
      const action = attributes['action'] ?? '';
      return { action: absolute(action, base), hasAction: action !== '', method: (attributes['method'] ?? 'get').toLowerCase().slice(0, 10), loose: false, text: fold(`${said(range, caps.formText)} ${buttons.join(' ')}`, caps.formText), fields: fields.map(fieldOf) };
    });
    if (this.#loose.length > 0) forms.push({ action: null, hasAction: false, method: 'get', loose: true, text: said(this.#looseText, caps.formText), fields: this.#loose.map(fieldOf) });
    return {
      forms: collected(forms.map((form) => formOf(form, url)), this.#cut(this.#counts.forms, caps.forms, 'forms')),
      links: collected(this.#links.flatMap(({ href, label, text: range }): Link[] => {
        const target = absolute(href, base);
        return target === null ? [] : [{ href: target, text: said(range, 300) || fold(label, 300) }];
      }), this.#cut(this.#counts.links, caps.links, 'links')),
      scripts: this.#scriptsOf(base),
      refresh: this.#refreshes.map((content) => parseRefresh(content, base)).find((refresh) => refresh !== null) ?? null,
    };
  }

  #cut(count: number, max: number, what: string): string | null {
    if (this.isTooDeep) return `the page is nested more than ${maxDepth} deep and was read no further`;
    return count > max ? `${count - max} more ${what} were not kept` : null;
  }

  /** External scripts are named and not fetched: their text is empty, and so are their bytes. */
  #scriptsOf(base: string): Collected<ScriptRecord[]> {
    let left: number = caps.allScripts;
    const read = this.#scripts.flatMap(({ src, text }): ScriptRecord[] => {
      if (src !== null) {
        const target = absolute(src, base);
        return target === null ? [] : [{ url: target, kind: 'external', sha256: '', bytes: 0, text: '' }];
      }
      const kept = cutText(text, Math.min(caps.scriptText, left));
      left -= kept.length;
      return [{ url: null, kind: 'inline', sha256: sha256(text), bytes: Buffer.byteLength(text), text: kept }];
    });
    return collected(read, this.#cut(this.#counts.scripts, caps.scripts, 'scripts') ?? (read.some(({ kind }) => kind === 'external') ? 'external scripts were not fetched' : null));
  }
}

const isHidden = ({ hidden, style = '' }: Attributes): boolean => hidden !== undefined || /display:\s{0,5}none/i.test(style.slice(0, 1000));
const absolute = (href: string | null, base: string): string | null => (href !== null && URL.canParse(href, base) ? cutText(new URL(href, base).href, caps.url) : null);
const fold = (text: string, max: number): string => cutText(text.slice(0, max * 4).replace(/\s+/g, ' ').trim(), max);
