/**
 * Makes an element. Strings become text nodes, null and false nothing; there is no way to markup from here.
 * A link leads to a screen of this page or to this server's API, and a picture comes from there, or it throws.
 *
 * @example h('a', { class: 'key', href: '#/now', onclick: () => {} }, 'Now')
 */
export const h = (name, props = {}, ...children) => {
  const element = document.createElement(name);
  for (const [prop, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (prop.startsWith('on')) {
      if (typeof value !== 'function') throw new TypeError(`${prop} takes a function`);
      element.addEventListener(prop.slice(2), value);
    } else if ((prop === 'href' && !/^(#\/|\/v1\/)/.test(value)) || (prop === 'src' && !/^\/v1\/captures\//.test(value)) || !allowed.has(prop)) {
      throw new TypeError(`${prop} is not to be set here`);
    } else {
      element.setAttribute(prop, value === true ? '' : value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
};

const allowed = new Set(['class', 'id', 'href', 'src', 'alt', 'title', 'type', 'for', 'name', 'value', 'placeholder', 'autocomplete', 'autocapitalize', 'spellcheck', 'inputmode', 'required', 'checked', 'disabled', 'open', 'download', 'loading', 'width', 'height', 'maxlength', 'scope', 'colspan', 'tabindex', 'datetime', 'selected', 'role', 'aria-label', 'aria-live', 'aria-busy', 'aria-current', 'aria-hidden', 'aria-describedby', 'aria-labelledby', 'data-kind', 'data-label', 'data-state', 'data-key', 'aria-expanded', 'aria-keyshortcuts', 'min', 'max']);

/** A length between 0 and 1 that style.css draws. */
export const share = (element, value) => {
  element.style.setProperty('--share', String(Math.max(0, Math.min(1, value))));
  return element;
};
