import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtServer } from '../tests/support/built-server';

/** A server in a process of its own. */
class Process {
  readonly child: ChildProcess;
  out = '';
  err = '';
  readonly ended: Promise<number | null>;

  constructor(dataDir: string, env: Record<string, string> = {}, args: string[] = []) {
    const settings = {
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
      ADMIN_PASSWORD: 'chosen password',
    };
    const { PATH = '' } = process.env;
    this.child = spawn(process.execPath, [builtServer, ...args], {
      env: { PATH, ...settings, ...env },
    });
    this.child.stdout?.on('data', (data: Buffer) => (this.out += data.toString()));
    this.child.stderr?.on('data', (data: Buffer) => (this.err += data.toString()));
    this.ended = once(this.child, 'exit').then(([code]: unknown[]) =>
      typeof code === 'number' ? code : null,
    );
  }

  /** Waits for the printed address. */
  async origin(): Promise<string> {
    for (;;) {
      const [, origin] = /^Waypost central server on (\S+)/m.exec(this.out) ?? [];
      if (origin !== undefined) return origin;
      const isOver = await Promise.race([
        this.ended.then(() => true),
        once(this.child.stdout ?? this.child, 'data').then(() => false),
      ]);
      if (isOver) throw new Error(`the server ended: ${this.err}`);
    }
  }

  end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}

let dataDir: string;
let started: Process[];
const start = (...args: ConstructorParameters<typeof Process>): Process => {
  const made = new Process(...args);
  started.push(made);
  return made;
};

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'central-'));
  started = [];
});
afterEach(async () => {
  for (const made of started) await made.end('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

const signIn = (origin: string, password: string): Promise<Response> =>
  fetch(`${origin}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password }),
  });

describe('a central server', () => {
  it('prints its address, lets staff in, and ends with 0 when told to', async () => {
    const server = start(dataDir);
    const origin = await server.origin();
    expect((await signIn(origin, 'chosen password')).status).toBe(200);
    expect(await server.end('SIGTERM')).toBe(0);
    expect(server.out).toContain('Sign in as admin');
    expect(server.out).not.toContain('chosen password');
  });

  it('makes a password where none was chosen and prints it, the first time only', async () => {
    const first = start(dataDir, { ADMIN_PASSWORD: '' });
    const origin = await first.origin();
    const [, password = ''] = /with the password (\S+) \(shown only now\)/.exec(first.out) ?? [];
    expect((await signIn(origin, password)).status).toBe(200);
    expect(await first.end('SIGINT')).toBe(0);
    const second = start(dataDir);
    const again = await second.origin();
    expect((await signIn(again, password)).status).toBe(200);
    expect((await signIn(again, 'chosen password')).status).toBe(401);
    expect(second.out).not.toContain('Sign in');
  });

  it('is the same central server after a kill', async () => {
    const identity = async (server: Process): Promise<unknown> => {
      const { centralId } = (await (await fetch(`${await server.origin()}/api/instance`)).json()) as {
        centralId: string;
      };
      return centralId;
    };
    const first = start(dataDir);
    const centralId = await identity(first);
    await first.end('SIGKILL');
    expect(await identity(start(dataDir))).toBe(centralId);
  });

  it('refuses a data directory that another one uses', async () => {
    await start(dataDir).origin();
    const second = start(dataDir);
    expect(await second.ended).toBe(1);
    expect(second.err.trim()).toBe(`Another central server is using the data directory ${dataDir}.`);
  });

  it('refuses a port that is in use', async () => {
    const { port } = new URL(await start(dataDir).origin());
    const second = start(join(dataDir, 'other'), { PORT: port });
    expect(await second.ended).toBe(1);
    expect(second.err.trim()).toBe(`Port ${port} is in use by another program. Set PORT to a free one.`);
  });

  it('refuses a wrong setting with one line', async () => {
    const server = start(dataDir, { PORT: 'eighty' });
    expect(await server.ended).toBe(1);
    expect(server.err.trim()).toBe('PORT must be a whole number from 0 to 65535.');
  });

  it('refuses what is no directory, and what is no database', async () => {
    const file = join(dataDir, 'file');
    writeFileSync(file, 'not a directory');
    const noDirectory = start(file);
    expect(await noDirectory.ended).toBe(1);
    expect(noDirectory.err.trim()).toBe(`The data directory ${file} cannot be read and written.`);
    writeFileSync(join(dataDir, 'waypost.sqlite'), 'x'.repeat(4096));
    chmodSync(join(dataDir, 'waypost.sqlite'), 0o600);
    const noDatabase = start(dataDir);
    expect(await noDatabase.ended).toBe(1);
    expect(noDatabase.err.trim()).toMatch(
      /^[^\n]+waypost\.sqlite is damaged \([^\n]+\), and was left as it is: restore a backup\.$/,
    );
  });

  it('lets in who lost the password: a new one is printed once beside the running server, and what was open ends', async () => {
    const origin = await start(dataDir).origin();
    const signedIn = await signIn(origin, 'chosen password');
    const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const whoAmI = () => fetch(`${origin}/api/session`, { headers: { cookie } });
    expect((await whoAmI()).status).toBe(200);
    const command = start(dataDir, {}, ['reset-password', 'Admin']);
    expect(await command.ended).toBe(0);
    const [, password = ''] =
      /^admin signs in with the password (\S+) \(shown only now\)/.exec(command.out) ?? [];
    expect((await whoAmI()).status).toBe(401);
    expect((await signIn(origin, 'chosen password')).status).toBe(401);
    const again = await signIn(origin, password);
    expect(again.status).toBe(200);
    const audit = await fetch(`${origin}/api/audit?kind=user`, {
      headers: { cookie: again.headers.getSetCookie()[0]?.split(';')[0] ?? '' },
    });
    expect(await audit.json()).toMatchObject({
      items: [{ action: 'user.password-reset', subjectName: 'admin', userId: 'operator' }],
    });
  });

  it('shows a demo country, made once', async () => {
    const fleet = async (server: Process): Promise<unknown> => {
      const origin = await server.origin();
      const session = await signIn(origin, 'chosen password');
      const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      return (await fetch(`${origin}/api/fleet/summary`, { headers: { cookie } })).json();
    };
    const first = start(dataDir, {}, ['--demo']);
    expect(await fleet(first)).toMatchObject({ assets: { total: 600 }, problems: 0, sites: 40 });
    expect(first.out).toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4} {2}Lakeside/);
    await first.end('SIGTERM');
    expect(await fleet(start(dataDir, {}, ['--demo']))).toMatchObject({ assets: { total: 600 }, sites: 40 });
  });
});
