import { expect } from 'chai';
import { LabMapError, labRuleFor, parseLabMap } from '../../../crawler/egress/lab.ts';

describe('crawler/egress/lab', () => {
  it('reads hosts, wildcards, ports, IPv6, comments and blank lines', () => {
    expect(parseLabMap('# the range\n\n  login.test 127.0.0.1:8080  # all ports\r\n*.Shop.test:443\t[::1]:8443\nexämple.test:80 127.0.0.2:1\n0x7f.1 127.0.0.1:2\n[::1]:80 ::1:3\n')).to.deep.equal([
      { host: 'login.test', port: null, address: '127.0.0.1', toPort: 8080 },
      { host: '*.shop.test', port: 443, address: '::1', toPort: 8443 },
      { host: 'xn--exmple-cua.test', port: 80, address: '127.0.0.2', toPort: 1 },
      { host: '127.0.0.1', port: null, address: '127.0.0.1', toPort: 2 },
      { host: '[::1]', port: 80, address: '::1', toPort: 3 },
    ]);
  });

  it('reports every mistake at once, by line', () => {
    const text = 'a.test\na.test 127.0.0.1:80\na.test b.test:80\na.test 127.0.0.1\na.test:0 127.0.0.1:80\na.test:99999 127.0.0.1:80\n*a.test 127.0.0.1:80\na.test/x 127.0.0.1:80\na b c\na.test 127.0.0.1:0\n<html> 127.0.0.1:80';
    expect(() => parseLabMap(text)).to.throw(LabMapError).with.property('problems').that.satisfies((problems: string[]) => {
      expect(problems.map((problem) => problem.split(':', 1)[0])).to.deep.equal([1, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((line) => `line ${line}`));
      return true;
    });
  });

  it('survives a map that is none', () => {
    expect(() => parseLabMap('\u0000'.repeat(100_000))).to.throw(LabMapError);
    expect(() => parseLabMap('x '.repeat(100_000))).to.throw(LabMapError);
  });

  it('lets the first match win, a wildcard match any depth but not its own name', () => {
    const rules = parseLabMap('a.shop.test:443 127.0.0.1:1\n*.shop.test 127.0.0.1:2\na.shop.test 127.0.0.1:3');
    const portFor = (host: string, port: number) => labRuleFor(rules, { host, port })?.toPort ?? null;
    expect(portFor('a.shop.test', 443)).to.equal(1);
    expect(portFor('a.shop.test', 80)).to.equal(2);
    expect(portFor('x.y.shop.test', 80)).to.equal(2);
    expect(portFor('a.shop.test.', 443)).to.equal(1);
    expect(portFor('shop.test', 80)).to.equal(null);
    expect(portFor('xshop.test', 80)).to.equal(null);
  });

  it('maps every name by "*", and addresses only where they are written out', () => {
    const rules = parseLabMap('10.0.0.1:80 127.0.0.1:3\n*:80 127.0.0.1:1\n*:443 127.0.0.1:2');
    const portFor = (host: string, port: number) => labRuleFor(rules, { host, port })?.toPort ?? null;
    expect(portFor('any.example', 80)).to.equal(1);
    expect(portFor('any.example', 443)).to.equal(2);
    expect(portFor('any.example', 8080)).to.equal(null);
    expect(portFor('10.0.0.1', 80)).to.equal(3);
    expect(portFor('10.0.0.2', 80)).to.equal(null);
    expect(portFor('[::1]', 80)).to.equal(null);
    expect(() => parseLabMap('*:0 127.0.0.1:1')).to.throw(LabMapError);
  });
});
