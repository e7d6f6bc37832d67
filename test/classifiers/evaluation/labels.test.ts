import { expect } from 'chai';
import { readLabels } from '../../../classifiers/evaluation/labels.ts';

describe('a labels file', () => {
  it('is read line by line; more fields than it needs are ignored', () => {
    const { labels, problems } = readLabels('# made by hand\nhttp://a.example/\tmalicious\tphishing\tfeed-a\tpassword\tbank\tid-1\r\n\nhttp://b.example/x\tbenign\n');
    expect(problems).to.deep.equal([]);
    expect(labels.map(({ given, malicious, category, source, group }) => ({ given, malicious, category, source, group }))).to.deep.equal([
      { given: 'http://a.example/', malicious: true, category: 'phishing', source: 'feed-a', group: 'password' },
      { given: 'http://b.example/x', malicious: false, category: '-', source: '-', group: '-' },
    ]);
  });

  it('names the line of what is wrong, and keeps the rest', () => {
    const { labels, problems } = readLabels('http://a.example/\tbad\nftp://b.example/\tbenign\nhttp://c.example/\tbenign\nhttp://C.example\tmalicious\n');
    expect(labels).to.have.length(1);
    expect(problems.map(({ line }) => line)).to.deep.equal([1, 2, 4]);
    expect(problems[0]?.says).to.match(/malicious or benign/);
  });
});
