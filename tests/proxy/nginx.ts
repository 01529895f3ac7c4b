/** A real nginx before a central server, set up as people set it up; the configuration lies in a folder of its own. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PLACES = ['/usr/sbin/nginx', '/usr/bin/nginx', '/usr/local/sbin/nginx'];
const found = (): string | undefined => PLACES.find((place) => existsSync(place));

/** The path of nginx; installed from Debian's package where this may be done. Undefined: the machine has none. */
export function findNginx(): string | undefined {
  if (found() || process.getuid?.() !== 0) return found();
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'nginx-light'], { stdio: 'ignore' });
  return found();
}

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });

const FORWARD =
  'proxy_set_header Host $http_host; proxy_set_header X-Forwarded-Host $http_host; proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;';
const UPGRADE =
  'proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;';

/** As installed, with the host passed on, and as on the page on operating. */
export const setUps = {
  bare: '',
  host: 'proxy_set_header Host $http_host;',
  told: `client_max_body_size 16m; proxy_buffering off; proxy_read_timeout 75s; ${FORWARD} ${UPGRADE}`,
} as const;

export class Nginx {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  /** Listens with TLS and HTTP/2 on a port for each set-up, IPv6 too. */
  static async start(
    binary: string,
    upstream: number,
    ports: Record<keyof typeof setUps, number>,
  ): Promise<Nginx> {
    const folder = mkdtempSync(join(tmpdir(), 'nginx-'));
    mkdirSync(join(folder, 'scratch'));
    spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')]); // prettier-ignore
    const servers = Object.entries(setUps).map(
      ([name, lines]) =>
        `server { listen 127.0.0.1:${ports[name as keyof typeof setUps]} ssl http2; listen [::1]:${ports[name as keyof typeof setUps]} ssl http2; server_name localhost; ssl_certificate cert.pem; ssl_certificate_key key.pem; gzip on; gzip_types application/json text/plain; location / { proxy_pass http://127.0.0.1:${upstream}; ${lines} } }`,
    );
    const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (of) => `${of}_temp_path scratch/${of};`,
    );
    writeFileSync(
      join(folder, 'nginx.conf'),
      `pid nginx.pid; error_log error.log; worker_processes 1; daemon off; user root; events { worker_connections 256; }
http { access_log off; ${scratch.join(' ')} map $http_upgrade $connection_upgrade { default upgrade; '' close; } ${servers.join('\n')} }`,
    );
    const child = spawn(binary, ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log'], { stdio: 'ignore' });
    const nginx = new Nginx(child, folder);
    return nginx;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
