import { expect } from 'chai';
import { pino } from 'pino';
import { loadSettings } from '../../config/load.ts';
import { openCrawling } from '../../cli/crawling.ts';

describe('--unsafe-no-sandbox', () => {
  const linesOf = async (unsafe: boolean): Promise<{ level: number; msg: string }[]> => {
    const lines: { level: number; msg: string }[] = [];
    const temp = process.env['TMPDIR'];
    const log = pino({ level: 'warn' }, { write: (line: string) => { lines.push(JSON.parse(line) as { level: number; msg: string }); } });
    try {
      const crawling = await openCrawling(loadSettings({ flags: {}, env: {}, file: null }), log, unsafe);
      expect(crawling.launch.chromiumSandbox).to.equal(!unsafe);
      await crawling.close();
    } finally {
      if (temp === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = temp;
    }
    return lines;
  };

  it('is said in the log as a warning, wherever the lanes are opened with it', async () => {
    const [line] = (await linesOf(true)).filter(({ msg }) => msg.includes('sandbox is OFF'));
    expect(line).to.include({ level: 40 });
    expect(line?.msg).to.include('--unsafe-no-sandbox');
  });

  it('is not said without it', async () => {
    expect((await linesOf(false)).filter(({ msg }) => msg.includes('sandbox'))).to.deep.equal([]);
  });
});
