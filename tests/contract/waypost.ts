/** The real central server, built and started as a person starts it, known only by its address. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const start = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));

export const ADMIN = { username: 'amina', password: 'three tall cedars' };

export interface Waypost {
  readonly origin: string;
  readonly sync: string;
  readonly dataDir: string;
  output(): string;
  /** Resolves to the exit code, or the name of the signal that ended it. */
  end(signal?: NodeJS.Signals): Promise<number | string>;
}

export interface Ended {
  readonly code: number | string;
  readonly output: string;
}

const running = new Set<ChildProcess>();
const dataDirs = new Set<string>();

/** The program of `npm start`, in an environment that holds only the variables of the test. */
function launch(env: Readonly<Record<string, string>>, args: readonly string[] = []) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|NODE_ENV|VITE|TEST)/.test(name),
  );
  const child = spawn(process.execPath, [start, ...args], {
    env: { ...Object.fromEntries(inherited), LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const lines = new EventTarget();
  const hear = (bytes: Buffer) => {
    output += bytes.toString();
    lines.dispatchEvent(new Event('line'));
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = once(child, 'close').then(([code, signal]) => {
    running.delete(child);
    return (code ?? signal) as number | string;
  });
  running.add(child);
  return { child, ended, lines, output: () => output };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export function newDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'waypost-contract-'));
  dataDirs.add(dataDir);
  return dataDir;
}

/** Resolves once the server has printed its address. */
export async function startWaypost(
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Promise<Waypost> {
  const port = await freePort();
  const dataDir = env['DATA_DIR'] ?? newDataDir();
  const origin = `http://localhost:${port}`;
  const launched = launch(
    {
      PORT: String(port),
      DATA_DIR: dataDir,
      ADMIN_USERNAME: ADMIN.username,
      ADMIN_PASSWORD: ADMIN.password,
      ...env,
    },
    args,
  );
  await new Promise<void>((resolve, reject) => {
    launched.lines.addEventListener('line', () => {
      if (launched.output().includes(origin)) resolve();
    });
    void launched.ended.then((code) => {
      reject(new Error(`The server ended with ${code}: ${launched.output()}`));
    });
  });
  return {
    origin,
    sync: `ws://localhost:${port}/sync`,
    dataDir,
    output: launched.output,
    async end(signal = 'SIGTERM') {
      launched.child.kill(signal);
      return await launched.ended;
    },
  };
}

/** For a start that is expected to fail. */
export async function startAndEnd(env: Readonly<Record<string, string>>): Promise<Ended> {
  const launched = launch({ DATA_DIR: newDataDir(), ...env });
  return { code: await launched.ended, output: launched.output() };
}

/** Ends all servers, those included that never came up. */
export async function endAll(): Promise<void> {
  await Promise.all(
    [...running].map((child) => {
      child.kill('SIGKILL');
      return once(child, 'close');
    }),
  );
  for (const dataDir of dataDirs) rmSync(dataDir, { recursive: true, force: true });
}
