import { expect } from 'chai';
import type { Resolve } from '../../../crawler/egress/contract.ts';
import { createGuard, ownAddresses } from '../../../crawler/egress/guard.ts';
import { parseLabMap } from '../../../crawler/egress/lab.ts';
import { targetOfAuthority } from '../../../crawler/egress/target.ts';

const publicAddress = '93.184.216.34';
const signal = (): AbortSignal => new AbortController().signal;
const answers = (...addresses: string[]): Resolve => () => Promise.resolve(addresses);
const fails = (code: string): Resolve => () => Promise.reject(Object.assign(new Error(code), { code }));
const never: Resolve = () => { throw new Error('nothing may be looked up'); };

const guardOf = (resolve: Resolve, own: string[] = []) => createGuard({ resolve, lab: null, ownAddresses: new Set(own) });

async function verdict(resolve: Resolve, authority: string, own: string[] = []): Promise<string> {
  const target = targetOfAuthority(authority);
  if (target === null) return 'no target';
  const decision = await guardOf(resolve, own).decide(target, signal());
  return decision.connect ? `${decision.addresses.join(' ')} port ${decision.port}` : decision.why;
}

describe('crawler/egress/guard', () => {
  describe('outside lab mode', () => {
    it('lets a name out whose addresses are all public, and to these addresses only', async () => {
      expect(await verdict(answers(publicAddress, '2606:4700::1111'), 'a.example:443')).to.equal(`${publicAddress} 2606:4700::1111 port 443`);
    });

    for (const [what, ...addresses] of [
      ['an inward address', '127.0.0.1'], ['one inward address behind a public one', publicAddress, '10.0.0.1'], ['one inward address before a public one', '::1', publicAddress],
      ['a mapped inward address', '::ffff:192.168.1.1'], ['a NAT64 inward address', '64:ff9b::a9fe:a9fe'], ['an address with a zone', 'fe80::1%eth0'],
      ['text that is no address', 'localhost'], ['an inward address after many public ones', ...Array.from({ length: 40 }, (_, i) => `93.184.216.${i}`), '127.0.0.1'],
    ] as const) {
      it(`refuses a name with ${what}`, async () => {
        expect(await verdict(answers(...addresses), 'a.example:80')).to.equal('address-not-public');
      });
    }

    it('refuses an inward literal in every spelling, without asking DNS', async () => {
      for (const host of ['127.0.0.1', '2130706433', '0x7f.1', '0177.0.0.1', '127.1', '0', '0x0', '10.1', '[::1]', '[::]', '[::ffff:10.0.0.1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]', '[fd00:ec2::254]', '169.254.169.254', '2852039166', '0xA9FEA9FE', '100.100.100.200', '192.0.0.192', '168.63.129.16', '224.0.0.1', '255.255.255.255', '4294967295']) {
        expect(await verdict(never, `${host}:80`), host).to.equal('address-not-public');
      }
    });

    it('lets a public literal out in the form it is connected to', async () => {
      expect(await verdict(never, `${publicAddress}:80`)).to.equal(`${publicAddress} port 80`);
      expect(await verdict(never, '[::ffff:93.184.216.34]:80')).to.equal(`${publicAddress} port 80`);
    });

    it("refuses this machine's own addresses even where they look public", async () => {
      expect(await verdict(never, `${publicAddress}:80`, [publicAddress])).to.equal('address-not-public');
      expect(await verdict(answers(publicAddress), 'a.example:80', [publicAddress])).to.equal('address-not-public');
      expect(await verdict(answers('::ffff:93.184.216.34'), 'a.example:80', [publicAddress])).to.equal('address-not-public');
    });

    it('decides each connection anew: a name that flips is refused when it points inward', async () => {
      let asked = 0;
      const guard = guardOf(() => Promise.resolve([asked++ % 2 === 0 ? publicAddress : '127.0.0.1']));
      const target = { host: 'flip.example', port: 80 };
      const seen = [];
      for (let i = 0; i < 4; i++) seen.push(await guard.decide(target, signal()));
      expect(seen.map((decision) => (decision.connect ? decision.addresses : decision.why))).to.deep.equal([[publicAddress], 'address-not-public', [publicAddress], 'address-not-public']);
    });

    it('refuses a bad port before it asks DNS', async () => {
      for (const port of [22, 25, 6379, 6667, 10080]) expect(await verdict(never, `a.example:${port}`)).to.equal('port-refused');
    });

    it('tells a name that does not exist from a resolver that does not answer', async () => {
      expect(await verdict(fails('ENOTFOUND'), 'a.example:80')).to.equal('name-not-found');
      expect(await verdict(fails('ENODATA'), 'a.example:80')).to.equal('name-not-found');
      expect(await verdict(answers(), 'a.example:80')).to.equal('name-not-found');
      expect(await verdict(fails('ESERVFAIL'), 'a.example:80')).to.equal('dns-failed');
      expect(await verdict(() => { throw new Error('broken'); }, 'a.example:80')).to.equal('dns-failed');
    });

    it('gives up on a resolver that ignores its signal', async () => {
      const stop = new AbortController();
      const decision = guardOf(() => new Promise(() => undefined)).decide({ host: 'a.example', port: 80 }, stop.signal);
      stop.abort();
      expect(await decision).to.include({ connect: false, why: 'dns-failed' });
    });
  });

  describe('in lab mode', () => {
    const guard = createGuard({ resolve: never, lab: parseLabMap('*.range.test 127.0.0.1:8080\nlogin.test:443 [::1]:8443\n10.9.8.7:80 127.0.0.1:9090'), ownAddresses: ownAddresses() });
    const decide = (host: string, port: number) => guard.decide({ host, port }, signal());

    it('sends a mapped name where it is mapped', async () => {
      expect(await decide('a.range.test', 80)).to.deep.equal({ connect: true, addresses: ['127.0.0.1'], port: 8080 });
      expect(await decide('login.test', 443)).to.deep.equal({ connect: true, addresses: ['::1'], port: 8443 });
    });

    it('knows no other name, port or literal, mapped targets included', async () => {
      for (const [host, port] of [['example.com', 80], ['login.test', 80], ['127.0.0.1', 8080], ['[::1]', 8443], [publicAddress, 80], ['localhost', 80], ['10.9.8.7', 81]] as const) {
        expect(await decide(host, port), host).to.deep.equal({ connect: false, why: 'name-not-found', addresses: [] });
      }
    });

    it('maps a literal only where a rule names it', async () => {
      expect(await decide('10.9.8.7', 80)).to.deep.equal({ connect: true, addresses: ['127.0.0.1'], port: 9090 });
    });

    it('refuses bad ports of mapped names too', async () => {
      expect(await decide('a.range.test', 25)).to.include({ connect: false, why: 'port-refused' });
    });

    it('lets nothing out with an empty map', async () => {
      const empty = createGuard({ resolve: never, lab: [], ownAddresses: new Set() });
      expect(await empty.decide({ host: 'example.com', port: 443 }, signal())).to.include({ connect: false, why: 'name-not-found' });
    });
  });

  it('knows the loopback addresses as its own', () => {
    expect(ownAddresses()).to.include('127.0.0.1');
  });
});
