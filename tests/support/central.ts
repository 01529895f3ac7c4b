/** A central server for tests, in a file of its own that goes with the tests, unless given another, and the calls that most tests begin with. */
import type { InjectOptions, Response } from 'light-my-request';
import { startCentral, type Central, type CentralOptions } from '../../server/start-central';
import { ensureCheapAdmin } from './admin';
import { openTestDatabase } from './database';

export const PASSWORD = 'correct horse battery';
const JSON_TYPE = { 'content-type': 'application/json' };

export interface Site {
  id: string;
  stores: { id: string; code: string; name: string }[];
}

export class TestCentral {
  constructor(readonly central: Central) {}

  call(
    method: InjectOptions['method'],
    url: string,
    options: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const { body, headers } = options;
    const host = { host: new URL(this.central.origin).host };
    const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
    return this.central.app.inject({
      method,
      url,
      headers: { ...host, ...(body !== undefined && JSON_TYPE), ...headers },
      ...payload,
    });
  }

  /** The headers of a page of the central server with staff signed in. */
  async staff(): Promise<{ cookie: string; origin: string }> {
    const answer = await this.call('POST', '/api/session', {
      body: { username: 'admin', password: PASSWORD },
    });
    return { cookie: cookiesOf(answer), origin: this.central.origin };
  }

  async site(
    headers: Record<string, string>,
    code = 'S1',
    stores = [{ code: `${code}-A`, name: 'Store' }],
  ): Promise<Site> {
    return (
      await this.call('POST', '/api/sites', { body: { code, name: `Site ${code}`, stores }, headers })
    ).json<Site>();
  }

  async joinCode(headers: Record<string, string>, siteId: string): Promise<string> {
    return (await this.call('POST', `/api/sites/${siteId}/join-codes`, { headers })).json<{ code: string }>()
      .code;
  }

  join(code: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.call('POST', '/api/join', { body: { code, deviceName: 'Phone' }, headers });
  }
}

export async function aCentral(options: CentralOptions = {}): Promise<TestCentral> {
  const database = options.database ?? (await openTestDatabase());
  await ensureCheapAdmin(database, 'admin', PASSWORD);
  const central = await startCentral({
    database,
    host: '127.0.0.1',
    adminPassword: PASSWORD,
    ...options,
  });
  return new TestCentral(central);
}

export const cookiesOf = (answer: Response): string =>
  answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');

export const codeOf = (answer: Response): string => answer.json<{ error: { code: string } }>().error.code;
