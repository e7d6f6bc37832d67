import { expect } from 'chai';
import { isWebPort } from '../../../crawler/egress/ports.ts';

/** https://fetch.spec.whatwg.org/#port-blocking, read November 2025. */
const fetchBadPorts = [
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139,
  143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659,
  4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
];

describe('crawler/egress/ports', () => {
  it('refuses every bad port of the Fetch standard', () => {
    expect(fetchBadPorts.filter(isWebPort)).to.deep.equal([]);
  });

  it('refuses system services below 1024 and databases above', () => {
    expect([445, 500, 631, 873, 902, 1023, 1433, 2375, 3306, 3389, 5432, 6379, 9200, 11211, 27017].filter(isWebPort)).to.deep.equal([]);
  });

  it('allows web ports, and the high ones that kits are served from', () => {
    const ports = [80, 81, 443, 591, 888, 1024, 2053, 2083, 2096, 3000, 4443, 5000, 7001, 8000, 8080, 8081, 8443, 8888, 9443, 31337, 49152, 65535];
    expect(ports.filter((port) => !isWebPort(port))).to.deep.equal([]);
  });

  it('refuses what is no port', () => {
    expect([-1, 65_536, 80.5, Number.NaN, Number.POSITIVE_INFINITY].filter(isWebPort)).to.deep.equal([]);
  });
});
