/*
 * The icons that a document names, in an isolated world: those for the address bar first, then those for home screens.
 * Returns JSON { page, icons }: its URL, and absolute URLs as written in it. data: URLs may be long.
 */
(function () {
  'use strict';
  const links = [...document.querySelectorAll('link[rel][href]')].slice(0, 500).map((link) => ({ rel: link.rel.slice(0, 200).toLowerCase().split(/\s+/), href: link.href }));
  const named = (test) => links.filter(({ rel }) => test(rel)).map(({ href }) => href);
  const icons = [...named((rel) => rel.includes('icon')), ...named((rel) => rel.some((word) => /^(?:apple-touch-icon(?:-precomposed)?|mask-icon|fluid-icon)$/.test(word)))];
  return JSON.stringify({ page: location.href, icons: [...new Set(icons)].slice(0, 20).map((href) => href.slice(0, 400000)) });
})()
