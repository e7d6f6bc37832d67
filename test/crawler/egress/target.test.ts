import { expect } from 'chai';
import { targetOfAbsoluteForm, targetOfAuthority } from '../../../crawler/egress/target.ts';

describe('crawler/egress/target', () => {
  it('reads the spellings of 127.0.0.1 as one', () => {
    for (const host of ['127.0.0.1', '127.1', '127.0.1', '2130706433', '0x7f000001', '0x7f.1', '0177.0.0.1', '0177.1', '017700000001', '127.0.0.1.', '%31%32%37.0.0.1', '１２７.0.0.1', '127。0。0。1', '0x7F.0.0.0x1']) {
      expect(targetOfAuthority(`${host}:8080`), host).to.deep.equal({ host: '127.0.0.1', port: 8080 });
    }
  });

  it('reads IPv6 in its shortest form, in brackets', () => {
    expect(targetOfAuthority('[0:0:0:0:0:0:0:1]:443')).to.deep.equal({ host: '[::1]', port: 443 });
    expect(targetOfAuthority('[::ffff:127.0.0.1]:80')).to.deep.equal({ host: '[::ffff:7f00:1]', port: 80 });
  });

  it('reads names in lower case and punycode', () => {
    expect(targetOfAuthority('WWW.Exämple.TEST:443')).to.deep.equal({ host: 'www.xn--exmple-cua.test', port: 443 });
  });

  it('keeps the default ports of both schemes', () => {
    expect(targetOfAuthority('a.test:80')?.port).to.equal(80);
    expect(targetOfAuthority('a.test:443')?.port).to.equal(443);
  });

  it('takes no authority without a port, with a user, a path, a zone, or what is no host', () => {
    for (const text of ['', 'a.test', 'a.test:', ':443', 'u@a.test:443', 'a.test@127.0.0.1:80', 'a.test:443/x', 'a.test:443?x', 'a.test:443#', 'a.test:65536', 'a.test:-1', 'a.test:8o', '[fe80::1%25eth0]:80', '[fe80::1%eth0]:80', '[::1:80', 'a b:80', 'a\\b:80', '256.1.1.1:80', '1.2.3.4.5:80', `${'a'.repeat(2000)}:443`]) {
      expect(targetOfAuthority(text), text.slice(0, 40)).to.equal(null);
    }
  });

  it('reads an absolute http URL, and no other scheme, form or length', () => {
    expect(targetOfAbsoluteForm('http://A.test:8080/p/a?q#f')).to.deep.equal({ target: { host: 'a.test', port: 8080 }, hostHeader: 'a.test:8080', path: '/p/a?q' });
    expect(targetOfAbsoluteForm('http://0x7f.1')).to.deep.include({ target: { host: '127.0.0.1', port: 80 } });
    for (const text of ['/', '*', 'a.test:80', 'https://a.test/', 'ftp://a.test/', 'file:///etc/passwd', 'ws://a.test/', 'http://u:p@a.test/', 'http://', `http://a.test/${'x'.repeat(70_000)}`]) {
      expect(targetOfAbsoluteForm(text), text.slice(0, 40)).to.equal(null);
    }
  });
});
