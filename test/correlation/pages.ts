import { collected, type Capture } from '../../records/index.ts';
import { captureOf, formOf, requestOf, scriptOf, type PageSketch } from '../classifiers/capture-builder.ts';

/** A kit as it is unpacked on some host: its shape, files, script and drop are the kit's, the texts are not. */
export const kitPage = (host: string, over: { readonly kit?: string; readonly drop?: string } & PageSketch = {}): Capture => {
  const { kit = 'one', drop = 'https://drop.test/collect/post.php', ...sketch } = over;
  const base = `http://${host}/wp-content/${kit}/login`;
  const capture = captureOf({
    url: base, finalUrl: base, title: `Sign in at ${host}`, body: `<main>${Array.from({ length: 20 }, (_, row) => `<div class="${kit}"><p><b>${host} ${row}</b></p>${kit === 'one' ? '<span><i></i></span>' : '<ul><li></li></ul>'}</div>`).join('')}</main>`,
    forms: [formOf(['username', 'password'], { frameUrl: base, action: drop })],
    scripts: [{ ...scriptOf(`${kit} ${'x'.repeat(400)}`), sha256: (kit === 'one' ? '1' : '2').repeat(64) }],
    requests: ['style.css', 'app.js', 'logo.png', `${kit}.woff`].map((name) => requestOf(`http://${host}/wp-content/${kit}/${name}`, { type: name.endsWith('css') ? 'stylesheet' : name.endsWith('js') ? 'script' : 'image' })),
    ...sketch,
  });
  return { ...capture, parts: { ...capture.parts, tls: collected([]) } };
};
