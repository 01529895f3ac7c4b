/** A central server on this machine with V6 sites and devices of ours, as support staff set it up. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCentral, type Central, type CentralOptions } from '../../server/start-central';
import { OpenMSupplySite, type SiteOptions } from './open-msupply-site';

export const PASSWORD = 'a site password';

export interface Site {
  id: string;
  code: string;
  name: string;
  stores: { id: string; code: string; name: string }[];
}

export class Programme {
  #cookie = '';
  #said = 0;
  private constructor(
    readonly central: Central,
    readonly dataDir: string,
  ) {}

  static async start(options: CentralOptions = {}): Promise<Programme> {
    const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'waypost-v6-')));
    const central = await startCentral({
      host: '127.0.0.1',
      port: 0,
      adminPassword: 'a staff password',
      ...options,
      dataDir,
    });
    const programme = new Programme(central, dataDir);
    await programme.#signIn(options.adminPassword ?? 'a staff password');
    return programme;
  }

  get origin(): string {
    return this.central.origin;
  }

  async #signIn(password: string): Promise<void> {
    const answer = await fetch(`${this.origin}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.origin },
      body: JSON.stringify({ username: 'admin', password }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    this.#cookie = answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';', 1)[0])
      .join('; ');
  }

  async staff<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.origin}${path}`, {
      method,
      headers: {
        origin: this.origin,
        cookie: this.#cookie,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  }

  makeSite(code: string, stores: string[] = [`${code}-store`]): Promise<Site> {
    const body = { code, name: `Site ${code}`, stores: stores.map((id) => ({ id, code: id, name: id })) };
    return this.staff<Site>('POST', '/api/sites', body);
  }

  /** A site that speaks V6, set up at central and on its own computer. */
  async v6Site(code: string, stores?: string[], options?: SiteOptions): Promise<OpenMSupplySite> {
    const site = await this.makeSite(code, stores);
    await this.staff('PATCH', `/api/sites/${site.id}/v6`, { name: code, password: PASSWORD });
    return new OpenMSupplySite(this.origin, code, PASSWORD, undefined, options);
  }

  /** The settings of staff for every site. */
  async say(settings: Record<string, string | number | boolean>): Promise<void> {
    this.#said += 1;
    const hlc = `${String(Date.now() + this.#said)}-0000-tests`;
    const of = { userId: 'tests', deviceId: 'tests', kind: 'programmeSettings.create', n: this.#said };
    const change = { id: randomUUID(), hlc, ...of, entityId: 'programme-settings', patch: settings };
    const said = await this.central.sync.author('config', [change], { deviceId: 'tests', userId: 'tests' });
    if (!said.ok) throw new Error(JSON.stringify(said.issues));
  }

  async asset(id: string): Promise<Record<string, unknown>> {
    return this.staff('GET', `/api/assets/${id}`);
  }

  async kept(): Promise<{ items: Record<string, unknown>[]; total: number }> {
    return this.staff('GET', '/api/problems/v6');
  }

  /** The same data, another process. */
  async startAgain(options: CentralOptions = {}): Promise<Programme> {
    await this.central.close();
    return Programme.start({ ...options, dataDir: this.dataDir });
  }

  async end(): Promise<void> {
    await this.central.close();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
