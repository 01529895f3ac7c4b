/** Support staff and devices, who know nothing but the addresses of the contract. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { ADMIN, type Waypost } from './waypost';

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
}

/** A call that sets no header which a script would not set. A body that is no JSON is answered as null. */
export async function call<Body>(waypost: Waypost, path: string, asked: Call = {}): Promise<Answer<Body>> {
  const { method = 'GET', headers = {}, json, text } = asked;
  const body = json === undefined ? text : JSON.stringify(json);
  const response = await fetch(`${waypost.origin}${path}`, {
    method,
    headers: { ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const said = await response.text();
  const isJson = response.headers.get('content-type')?.includes('application/json') === true;
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson && said !== '' ? JSON.parse(said) : null) as Body,
  };
}

export interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string; readonly details?: unknown };
}

/** Every error looks alike: a code for programs and a sentence for a person. */
export function expectError(answer: Answer<unknown>, status: number): string {
  expect(answer.body).toEqual({
    error: expect.objectContaining({
      code: expect.stringMatching(/^[a-z0-9]+(-[a-z0-9]+)*$/),
      message: expect.stringMatching(/^[A-Z“].*[.?!]$/s),
    }),
  });
  expect(answer.status).toBe(status);
  return (answer.body as ErrorBody).error.code;
}

export interface Session {
  readonly user: { id: string; username: string; displayName: string; permissions: string[] };
  readonly deviceId: string;
  readonly clientId: number;
}

export interface Staff extends Session {
  readonly waypost: Waypost;
  readonly cookie: string;
  get<Body>(path: string): Promise<Answer<Body>>;
  /** With the cookie and the server's own Origin. */
  send<Body>(method: string, path: string, json?: unknown): Promise<Answer<Body>>;
}

function cookiesOf(headers: Headers): string {
  return headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}

export async function signIn(waypost: Waypost, cookie = ''): Promise<Staff> {
  const answer = await call<Session>(waypost, '/api/session', {
    method: 'POST',
    json: ADMIN,
    headers: cookie === '' ? {} : { cookie, origin: waypost.origin },
  });
  expect(answer.status).toBe(200);
  const own = [cookiesOf(answer.headers), cookie].filter((part) => part !== '').join('; ');
  return {
    ...answer.body,
    waypost,
    cookie: own,
    get: (path) => call(waypost, path, { headers: { cookie: own } }),
    send: (method, path, json) =>
      call(waypost, path, { method, json, headers: { cookie: own, origin: waypost.origin } }),
  };
}

export interface Store {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

export interface Site {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly stores: readonly Store[];
}

let sites = 0;

export async function makeSite(staff: Staff, stores = 1): Promise<Site> {
  const code = `SITE-${++sites}`;
  const answer = await staff.send<Site>('POST', '/api/sites', {
    code,
    name: `Health centre ${sites}`,
    stores: Array.from({ length: stores }, (_, index) => ({
      code: `${code}-${index}`,
      name: `Store ${index} of ${code}`,
    })),
  });
  expect(answer.status).toBe(201);
  return answer.body;
}

export interface JoinCode {
  readonly code: string;
  readonly expiresAt: string;
  readonly url: string;
}

export async function joinCode(staff: Staff, site: Site): Promise<JoinCode> {
  const answer = await staff.send<JoinCode>('POST', `/api/sites/${site.id}/join-codes`);
  expect(answer.status).toBe(201);
  return answer.body;
}

export interface Joined {
  readonly deviceId: string;
  readonly deviceToken: string;
  readonly clientId: number;
  readonly centralId: string;
  readonly site: Site;
  readonly stores: readonly Store[];
}

export interface Device extends Joined {
  readonly waypost: Waypost;
  readonly store: Store;
  get<Body>(path: string): Promise<Answer<Body>>;
  post<Body>(path: string, json?: unknown): Promise<Answer<Body>>;
}

export async function joinSite(staff: Staff, site: Site, deviceName = 'Phone of Ruth'): Promise<Device> {
  const { waypost } = staff;
  const { code } = await joinCode(staff, site);
  const answer = await call<Joined>(waypost, '/api/join', { method: 'POST', json: { code, deviceName } });
  expect(answer.status).toBe(201);
  const [store] = answer.body.stores;
  if (store === undefined) throw new Error('The site has no store.');
  const headers = { authorization: `Bearer ${answer.body.deviceToken}` };
  return {
    ...answer.body,
    waypost,
    store,
    get: (path) => call(waypost, path, { headers }),
    post: (path, json) => call(waypost, path, { method: 'POST', json, headers }),
  };
}

export interface Change {
  readonly id: string;
  readonly hlc: string;
  readonly userId: string;
  readonly deviceId: string;
  readonly n: number;
  readonly kind: string;
  readonly entityId: string;
  readonly patch: Readonly<Record<string, unknown>>;
  readonly base?: Readonly<Record<string, readonly string[]>>;
}

let counted = 0;

/** A change as the contract describes it; fields that a test does not give are made up. */
export function change(kind: string, patch: Change['patch'], said: Partial<Change> = {}): Change {
  const n = said.n ?? ++counted;
  const deviceId = said.deviceId ?? randomUUID();
  const counter = (n % 0x10000).toString(16).padStart(4, '0');
  return {
    id: randomUUID(),
    hlc: `${String(Date.now()).padStart(13, '0')}-${counter}-${deviceId}`,
    userId: 'ruth',
    deviceId,
    n,
    kind,
    entityId: randomUUID(),
    patch,
    ...said,
  };
}
