import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import pino from 'pino';
import { openStores } from '../../cli/stores.ts';
import { parseUrl } from '../../url/index.ts';
import type { UrlKey } from '../../url/types.ts';
import { certificateFor } from '../intake/ct/certificates.ts';
import { labLog } from '../intake/ct/lab-log.ts';
import { mail } from '../intake/mail/mails.ts';
import { startPublisher } from '../intake/feeds/publisher.ts';
import { startLabWeb, type LabWeb } from './lab-web.ts';
import { makePlace, startUp, until } from './running.ts';

const keyOf = (url: string): UrlKey => {
  const parsed = parseUrl(url);
  if (!parsed.ok) throw new Error(`${url} is no URL`);
  return parsed.url.key;
};

describe('harrier up with sources', function () {
  this.timeout(240_000);
  let web: LabWeb;
  before(async () => { web = await startLabWeb(); });
  after(async () => { await web.close(); });

  it('takes in what a feed lists, what a certificate log brings and what a honeypot was told to fetch, each under the name of its source', async () => {
    const log = labLog([], Date.now());
    const feed = await startPublisher((request, response) => {
      if (request.url?.startsWith('/feed') === true) response.end(`${web.urlOf(1)}\n`);
      else log.answer(request, response);
    });
    const place = makePlace(web.labMap, { HARRIER_DWELL_MS: '100', HARRIER_CT_SCORE: '1' });
    const feeds = path.join(place.mark, 'feeds.yaml');
    const logs = path.join(place.mark, 'logs.yaml');
    writeFileSync(feeds, `- { name: mine, url: "${feed.url}/feed.txt" }\n`);
    writeFileSync(logs, `- { name: lab, url: "${feed.url}", kind: rfc6962 }\n`);
    const pots = path.join(place.mark, 'pots.yaml');
    writeFileSync(pots, `- { name: ssh, file: ${path.join(place.mark, 'cowrie.json')}, kind: cowrie }\n`);
    writeFileSync(path.join(place.mark, 'cowrie.json'), `${JSON.stringify({ eventid: 'cowrie.session.file_download', src_ip: '198.51.100.7', url: web.urlOf(3) })}\n`);
    const up = startUp(place, ['--feeds', feeds, '--ct-logs', logs, '--honeypots', pots]);
    try {
      const api = await up.url();
      await until('the log was met at its end', 60, () => feed.asked.some(({ url }) => url?.endsWith('get-sth') === true));
      log.entries.push({ atMs: Date.now(), certificate: await certificateFor(['secure-login-verify.lab.test']), isPrecertificate: true });
      const keys = [web.urlOf(1), 'https://secure-login-verify.lab.test/', web.urlOf(3)].map(keyOf);
      const stateOf = async (key: UrlKey | undefined): Promise<string | undefined> => (await (await fetch(`${api}/v1/submissions/${key}`)).json() as { readonly state?: string }).state;
      await until('the feed\'s URL has a verdict', 90, async () => await stateOf(keys[0]) === 'resting');
      await until('the honeypot\'s URL is known', 90, async () => await stateOf(keys[2]) !== undefined);
      // The lab speaks no TLS: that it is to be visited is all that can be seen.
      await until('the log\'s host is known', 90, async () => await stateOf(keys[1]) !== undefined);
      expect(await up.stop()).to.equal(0);
      const stores = await openStores(place.settings, place.env, Date.now, pino({ level: 'silent' }));
      try {
        expect(await Promise.all(keys.map(async (key) => (await stores.frontier.get(key))?.source))).to.deep.equal(['feed:mine', 'ct:lab', 'honeypot:ssh']);
      } finally {
        await stores.close();
      }
    } finally {
      if (up.child.exitCode === null) await up.killTree();
      await feed.close();
      place.remove();
    }
  });

  it('takes mail at its spam trap, and visits where that leads', async () => {
    const place = makePlace(web.labMap, { HARRIER_DWELL_MS: '100', HARRIER_LOG: 'info' });
    const up = startUp(place, ['--mail-port', '0']);
    try {
      const api = await up.url();
      const port = Number(await until('the trap listens', 30, () => /takes mail at 127\.0\.0\.1, port (\d+)/.exec(up.said())?.[1]));
      const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
      await transport.sendMail({ envelope: { from: 'a@sender.test', to: ['whoever@anywhere.test'] }, raw: mail({ html: `<a href="${web.urlOf(2)}">Open</a>` }) });
      transport.close();
      await until('the mail\'s URL has a verdict', 90, async () => (await (await fetch(`${api}/v1/submissions/${keyOf(web.urlOf(2))}`)).json() as { readonly state?: string }).state === 'resting');
      expect(await (await fetch(`${api}/metrics`)).text()).to.match(/harrier_mail_trap\{kind="mails"\} 1/);
      expect(await up.stop()).to.equal(0);
    } finally {
      if (up.child.exitCode === null) await up.killTree();
      place.remove();
    }
  });

  it('looks around a malicious page by itself, and puts what belongs together into campaigns', async () => {
    const place = makePlace(web.labMap, { HARRIER_DWELL_MS: '100', HARRIER_DISCOVERY: '5' });
    const up = startUp(place);
    try {
      const api = await up.url();
      const malicious = [64, 128].map((site) => web.urlOf(site));
      await fetch(`${api}/v1/submissions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ urls: malicious }) });
      const found = keyOf(malicious[0]?.replace('/about', '/') ?? '');
      await until('the folder above is known', 120, async () => (await fetch(`${api}/v1/submissions/${found}`)).ok);
      await until('the first is in a campaign', 60, async () => (await fetch(`${api}/v1/urls/${keyOf(malicious[0] ?? '')}/campaign`)).ok);
      expect(await up.stop()).to.equal(0);
      const stores = await openStores(place.settings, place.env, Date.now, pino({ level: 'silent' }));
      try {
        expect((await stores.frontier.get(found))?.source).to.equal('crawl:parents');
      } finally {
        await stores.close();
      }
    } finally {
      if (up.child.exitCode === null) await up.killTree();
      place.remove();
    }
  });

  it('is told every mistake in a file of sources before it starts', async () => {
    const place = makePlace(web.labMap);
    const logs = path.join(place.mark, 'logs.yaml');
    writeFileSync(logs, '- { name: lab, url: "https://log.example/", kind: other }\n- { name: "A B", url: nonsense, kind: static }\n');
    const up = startUp(place, ['--ct-logs', logs]);
    try {
      expect(await until('it ended', 60, () => up.child.exitCode)).to.equal(2);
      expect(up.said()).to.match(/certificate log 1, kind: /).and.match(/certificate log 2, name: must be/).and.match(/certificate log 2, url: must be/);
    } finally {
      place.remove();
    }
  });
});
