/** The servers that a user would pick instead, in the versions that were compared first: installed when they are needed, outside the repository. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const packages = ['y-websocket@2.1.0', '@hocuspocus/server@3.4.0', 'yjs@13.6.27', 'ws@8.18.0'];
const folder = join(tmpdir(), 'waypost-bench-peers');

const HOCUSPOCUS = `import { Server } from '@hocuspocus/server';
const server = new Server({ port: Number(process.env.PORT), address: '127.0.0.1', quiet: true });
await server.listen();
console.log('running on port', process.env.PORT);
`;

export interface PeerProcess {
  process: ChildProcess;
  port: number;
  end(): Promise<void>;
}

function ensurePeers(): void {
  if (existsSync(join(folder, 'hocuspocus.mjs'))) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...packages];
  const { status } = spawnSync('npm', args, { cwd: folder, stdio: 'inherit' });
  if (status !== 0) throw new Error('the peers could not be installed');
  writeFileSync(join(folder, 'hocuspocus.mjs'), HOCUSPOCUS);
}

const programs = { 'y-websocket': 'node_modules/y-websocket/bin/server.cjs', hocuspocus: 'hocuspocus.mjs' };

export async function startPeer(name: keyof typeof programs): Promise<PeerProcess> {
  ensurePeers();
  const port = await freePort();
  const child = spawn(process.execPath, [join(folder, programs[name])], {
    cwd: folder,
    env: { PATH: process.env['PATH'], PORT: String(port), HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(child.stdout))
    if (line.includes('running')) {
      child.stdout.resume();
      return { process: child, port, end: () => end(child) };
    }
  throw new Error(`${name} did not start`);
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo; // it listens on a port
      server.close(() => resolve(port));
    });
  });

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
