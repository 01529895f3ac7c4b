/** A central server, and the commands that operate it, each in a process of its own, in a data directory that the test knows. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN, type Waypost } from '../contract/waypost';
import { builtServer } from '../support/built-server';

const running = new Set<ChildProcess>();
const folders = new Set<string>();

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'waypost-operations-'));
  folders.add(folder);
  return folder;
}

export async function endAll(): Promise<void> {
  await Promise.all(
    [...running].map((child) => {
      child.kill('SIGKILL');
      return once(child, 'close');
    }),
  );
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

function launch(args: readonly string[], env: Record<string, string>): ChildProcess {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [builtServer, ...args], {
    env: { PATH, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error', ...env },
  });
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

export interface OwnServer extends Waypost {
  readonly child: ChildProcess;
}

/** Resolves once it has printed its address. */
export async function startServer(dataDir: string, env: Record<string, string> = {}): Promise<OwnServer> {
  const child = launch([], {
    DATA_DIR: dataDir,
    WAYPOST_STARTER_DATA: 'none',
    ADMIN_USERNAME: ADMIN.username,
    ADMIN_PASSWORD: ADMIN.password,
    ...env,
  });
  let output = '';
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  const origin = await new Promise<string>((resolve, reject) => {
    const hear = (bytes: Buffer): void => {
      output += bytes.toString();
      const [, found] = /^Waypost central server on (\S+)/m.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    void ended.then((code) => reject(new Error(`The server ended with ${code}: ${output}`)));
  });
  return {
    child,
    origin,
    sync: `${origin.replace(/^http/, 'ws')}/sync`,
    dataDir,
    output: () => output,
    end: async (signal = 'SIGTERM') => {
      child.kill(signal);
      return await ended;
    },
  };
}

export interface Operated {
  code: number | null;
  out: string;
  err: string;
  /** the output of `--json` */
  data: Record<string, unknown>;
}

/** Runs a command to its end. */
export async function operate(
  dataDir: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Operated> {
  const child = launch(args, { DATA_DIR: dataDir, ...env });
  let [out, err] = ['', ''];
  child.stdout?.on('data', (bytes: Buffer) => (out += bytes.toString()));
  child.stderr?.on('data', (bytes: Buffer) => (err += bytes.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  const data = args.includes('--json') ? (JSON.parse(out) as Record<string, unknown>) : {};
  return { code, out, err, data };
}
