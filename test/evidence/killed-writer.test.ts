import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { openEvidence } from '../../evidence/store.ts';
import { readCaptureKey } from '../../evidence/capture-key.ts';
import type { CaptureKey } from '../../evidence/contract.ts';

/** Puts captures for ever and prints each key that `put` has answered. */
const writer = `
  import { openEvidence } from './evidence/store.ts';
  import { captureWith, noise } from './test/evidence/capture.ts';
  import { collected } from './records/index.ts';
  const evidence = openEvidence({ dir: process.argv[1] });
  for (let turn = 0; ; turn += 1) {
    const parts = { screenshot: collected({ type: 'image/jpeg', width: 1, height: 1, body: noise(String(turn), 50_000) }) };
    console.log(await evidence.put(captureWith({ startedAtMs: 1_780_000_000_000 + turn, parts })));
  }`;

describe('a writer of evidence that is killed', () => {
  it('leaves every capture whole: those that it answered for, and those that can be seen', async () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'harrier-evidence-'));
    try {
      for (const putsBeforeKill of [1, 9]) {
        const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', writer, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
        const answered: CaptureKey[] = [];
        for await (const line of createInterface({ input: child.stdout })) {
          const key = readCaptureKey(line);
          if (key !== null) answered.push(key);
          if (answered.length === putsBeforeKill) child.kill('SIGKILL');
        }
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
        expect(child.signalCode).to.equal('SIGKILL');
        expect(answered).to.have.length.of.at.least(putsBeforeKill);

        const evidence = openEvidence({ dir });
        const visible = readdirSync(path.join(dir, 'captures'), { recursive: true, encoding: 'utf8' }).flatMap((name) => readCaptureKey(path.basename(name)) ?? []);
        expect(visible).to.include.members(answered);
        for (const key of visible) expect(await evidence.get(key), key).to.not.be.null;
        expect(await evidence.keysOf('Zk3xQ0vJ5n2mB8cR1tYw-A')).to.include.members(answered);
      }
      await openEvidence({ dir }).sweep({ maxAgeMs: 0, maxBytes: 0 }, Date.now() + 86_400_000);
      expect(existsSync(path.join(dir, 'tmp')) ? readdirSync(path.join(dir, 'tmp')) : []).to.deep.equal([]);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
});
