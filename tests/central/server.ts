/** The built central server as a process of its own: on a free port of this machine, with data in a folder that goes away. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { builtServer } from '../support/built-server';

export const admin = { username: 'amina', password: 'a password for tests' } as const;

export interface ServerOptions {
  /** default: the one that was built */
  program?: string;
  /** default: a new folder, removed at the end */
  dataDir?: string;
  /** default: any free port */
  port?: number;
  /** default: none, so that a test states its own data */
  starterData?: 'load' | 'none';
  /** default: none is asked */
  msupplyCentralUrl?: string;
  /** default: SQLite in the data directory */
  databaseUrl?: string;
  /** further settings, as a programme gives them */
  settings?: Readonly<Record<string, string>>;
  /** options of Node, before the program */
  nodeOptions?: readonly string[];
  /** of the program, such as --demo */
  arguments?: readonly string[];
}

export class CentralServer {
  private constructor(
    readonly process: ChildProcess,
    readonly origin: string,
    readonly dataDir: string,
    private readonly options: ServerOptions,
  ) {}

  get port(): number {
    return Number(new URL(this.origin).port);
  }

  static async start(options: ServerOptions = {}): Promise<CentralServer> {
    const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'waypost-')));
    const started = spawn(
      process.execPath,
      [...(options.nodeOptions ?? []), options.program ?? builtServer, ...(options.arguments ?? [])],
      { env: environment(dataDir, options), stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
    );
    return new CentralServer(started, await printedOrigin(started), dataDir, options);
  }

  /** As a power cut does it: nothing is finished. The data stay. */
  async kill(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await ended;
  }

  /** The server that comes back after `kill`: the same address, and the same data unless another folder is given. */
  async startAgain(dataDir = this.dataDir): Promise<CentralServer> {
    return await CentralServer.start({ ...this.options, dataDir, port: this.port });
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

const environment = (dataDir: string, options: ServerOptions): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOST: '127.0.0.1',
  PORT: String(options.port ?? 0),
  DATA_DIR: dataDir,
  ADMIN_USERNAME: admin.username,
  ADMIN_PASSWORD: admin.password,
  ...(options.databaseUrl !== undefined && { DATABASE_URL: options.databaseUrl }),
  LOG_LEVEL: 'error',
  WAYPOST_STARTER_DATA: options.starterData ?? 'none',
  MSUPPLY_CENTRAL_URL: options.msupplyCentralUrl ?? '',
  ...options.settings,
});

/** Waits for the line with the address of the server; rejects with its output when it ended instead. */
async function printedOrigin(server: ChildProcess): Promise<string> {
  const complaints: string[] = [];
  server.stderr?.on('data', (bytes: Buffer) => complaints.push(bytes.toString()));
  if (!server.stdout) throw new Error('the server has no output');
  for await (const line of createInterface(server.stdout)) {
    const [, origin] = /^Waypost central server on (http:\/\/\S+)/.exec(line) ?? [];
    if (origin !== undefined) {
      server.stdout.resume();
      return origin;
    }
  }
  throw new Error(`The server did not start. ${complaints.join('')}`);
}
