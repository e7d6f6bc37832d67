import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * A Firefox with preferences of the test, driven over Marionette (firefox-source-docs.mozilla.org, "Marionette
 * protocol"): messages are "<length>:<JSON>", a command [0, id, name, parameters], its answer [1, id, error, result].
 */
export class Firefox {
  private readonly process: ChildProcess;
  private readonly profile: string;
  private readonly socket: Socket;
  private readonly waiting = new Map<number, { readonly resolve: (result: unknown) => void; readonly reject: (error: Error) => void }>();
  private received = Buffer.alloc(0);
  private commands = 0;

  private constructor(process: ChildProcess, profile: string, socket: Socket) {
    this.process = process;
    this.profile = profile;
    this.socket = socket;
    socket.on('data', (bytes: Buffer) => { this.take(bytes); });
  }

  static async open(program: string, preferences: Readonly<Record<string, string | boolean | number>>): Promise<Firefox> {
    const profile = mkdtempSync(path.join(tmpdir(), 'harrier-firefox-'));
    const lines = Object.entries({ ...preferences, 'marionette.port': 0 }).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
    writeFileSync(path.join(profile, 'user.js'), lines.join('\n'));
    const child = spawn(program, ['--headless', '--no-remote', '--profile', profile, '--marionette', '--remote-allow-system-access'], { stdio: 'ignore', env: { ...process.env, HOME: profile } });
    try {
      // Firefox writes the port that it took here.
      const portFile = path.join(profile, 'MarionetteActivePort');
      while (!existsSync(portFile) || readFileSync(portFile, 'utf8') === '') {
        if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}`);
        await new Promise(setImmediate);
      }
      const socket = connect(Number(readFileSync(portFile, 'utf8')), '127.0.0.1');
      await once(socket, 'connect');
      const firefox = new Firefox(child, profile, socket);
      await firefox.command('WebDriver:NewSession', { capabilities: {} });
      return firefox;
    } catch (error) {
      child.kill('SIGKILL');
      rmSync(profile, { recursive: true, force: true });
      throw error;
    }
  }

  command(name: string, parameters: object = {}): Promise<unknown> {
    this.commands += 1;
    const text = JSON.stringify([0, this.commands, name, parameters]);
    this.socket.write(`${Buffer.byteLength(text)}:${text}`);
    return new Promise((resolve, reject) => { this.waiting.set(this.commands, { resolve, reject }); });
  }

  /** Runs in the browser itself, and resolves to what the script hands to `done`. */
  async inBrowser(script: string): Promise<unknown> {
    await this.command('Marionette:SetContext', { value: 'chrome' });
    const result = await this.command('WebDriver:ExecuteAsyncScript', { script: `const done = arguments[arguments.length - 1]; ${script}`, args: [], scriptTimeout: 30_000 });
    await this.command('Marionette:SetContext', { value: 'content' });
    return (result as { value: unknown }).value; // Marionette wraps every result so.
  }

  /** What a person gets: the page, or the warning in its place. */
  async visit(url: string): Promise<'page' | 'blocked'> {
    await this.command('WebDriver:Navigate', { url }).catch(() => null); // A blocked page is an error to WebDriver.
    const { value } = await this.command('WebDriver:ExecuteScript', { script: 'return document.documentURI', args: [] }) as { value: string }; // As above.
    return value.startsWith('about:blocked') ? 'blocked' : 'page';
  }

  async close(): Promise<void> {
    this.socket.destroy();
    this.process.kill();
    if (this.process.exitCode === null) await once(this.process, 'exit');
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  private take(bytes: Buffer): void {
    this.received = Buffer.concat([this.received, bytes]);
    for (let colon = this.received.indexOf(':'); colon > 0; colon = this.received.indexOf(':')) {
      const end = colon + 1 + Number(this.received.subarray(0, colon).toString());
      if (this.received.length < end) return;
      const message = JSON.parse(this.received.subarray(colon + 1, end).toString()) as unknown;
      this.received = this.received.subarray(end);
      if (!Array.isArray(message)) continue; // The greeting.
      const [, id, error, result] = message as [number, number, { message: string } | null, unknown];
      const waiting = this.waiting.get(id);
      this.waiting.delete(id);
      if (error === null) waiting?.resolve(result); else waiting?.reject(new Error(error.message));
    }
  }
}
