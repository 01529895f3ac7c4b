/** The acts of support staff at central, done over HTTP: a test or a benchmark sets its scene with them. */
import type { Change } from '#shared/change/change';
import { admin } from './server';

export interface Site {
  id: string;
  code: string;
  name: string;
  stores: [Store, ...Store[]];
}
export interface Store {
  id: string;
  code: string;
  name: string;
}
export interface JoinCode {
  code: string;
  url: string;
}
export interface Joined {
  deviceId: string;
  deviceToken: string;
  clientId: number;
  centralId: string;
}
export interface FleetAsset {
  id: string;
  assetNumber: string;
  storeId: string;
  functionalStatus?: string;
}

export class Staff {
  private constructor(
    private readonly origin: string,
    private readonly cookie: string,
    private readonly page: string,
  ) {}

  /** `page`: the origin of the page from which it is done, where people reach the server by another address */
  static async signIn(
    origin: string,
    who: { username: string; password: string } = admin,
    page = origin,
  ): Promise<Staff> {
    const answer = await fetch(`${origin}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: page },
      body: JSON.stringify(who),
    });
    if (!answer.ok) throw new Error(`signing in: ${answer.status} ${await answer.text()}`);
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]);
    return new Staff(origin, cookies.join('; '), page);
  }

  /** A site with a store of the same name, and those that are named besides. */
  makeSite(code: string, name: string, more: readonly string[] = []): Promise<Site> {
    const stores = [`${name} store`, ...more].map((store, index) => ({
      code: `${code}-${index + 1}`,
      name: store,
    }));
    return this.call('POST', '/api/sites', { code, name, stores });
  }

  async makeRegion(code: string, name: string): Promise<{ id: string }> {
    return this.call('POST', '/api/regions', { code, name });
  }

  placeSite({ id }: Site, regionId: string): Promise<unknown> {
    return this.call('PATCH', `/api/sites/${id}`, { regionId });
  }

  async sites(): Promise<Site[]> {
    const { items } = await this.call<{ items: Site[] }>('GET', '/api/sites');
    return items;
  }

  makeJoinCode(site: Site): Promise<JoinCode> {
    return this.call('POST', `/api/sites/${site.id}/join-codes`);
  }

  /** Gives a site the credentials with which an Open mSupply installation signs in. */
  speakV6(site: Site, settings: { name: string; password?: string }): Promise<unknown> {
    return this.call('PATCH', `/api/sites/${site.id}/v6`, settings);
  }

  /** A device that speaks for itself, without a browser. */
  async join(site: Site, deviceName: string): Promise<Joined> {
    const { code } = await this.makeJoinCode(site);
    return this.call('POST', '/api/join', { code, deviceName });
  }

  addUser(user: {
    username: string;
    password?: string;
    permissions: readonly string[];
    providerName?: string;
  }): Promise<unknown> {
    return this.call('POST', '/api/users', { ...user, displayName: user.username });
  }

  revoke(deviceId: string): Promise<void> {
    return this.call('DELETE', `/api/devices/${deviceId}`);
  }

  async devicesOf(site: Site): Promise<{ id: string; name: string }[]> {
    const answer = await this.call<{ devices: { id: string; name: string }[] }>(
      'GET',
      `/api/sites/${site.id}`,
    );
    return answer.devices;
  }

  /** Central writes changes into a document under its own name. */
  author(document: string, changes: readonly Change[]): Promise<{ refused: unknown[] }> {
    return this.call('POST', '/api/changes', { document, changes });
  }

  async assets(): Promise<FleetAsset[]> {
    const { items } = await this.call<{ items: FleetAsset[] }>('GET', '/api/assets?limit=100');
    return items;
  }

  /** Sends a table to be read, and waits until it is. */
  async sendTable(table: string, text: string): Promise<{ state: string; counts: Record<string, number> }> {
    const body = new FormData();
    body.append('table', table);
    body.append('file', new Blob([text]), 'table.csv');
    const headers = { origin: this.page, cookie: this.cookie };
    const answer = await fetch(`${this.origin}/api/imports`, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`POST /api/imports: ${answer.status} ${await answer.text()}`);
    let read = (await answer.json()) as { id: string; state: string; counts: Record<string, number> };
    while (read.state === 'reading') {
      await new Promise((resolve) => setTimeout(resolve, 200));
      read = await this.call('GET', `/api/imports/${read.id}`);
    }
    return read;
  }

  private async call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(`${this.origin}${path}`, {
      method,
      headers: {
        origin: this.page,
        cookie: this.cookie,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }
}
