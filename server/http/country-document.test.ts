/** The document of the country is listed to those who may read it (rule D5), and to nobody else. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { COUNTRY } from '#shared/change/documents';
import { rights } from '#shared/domain/rights';
import { aCentral, cookiesOf, type TestCentral } from '../../tests/support/central';

const PASSWORD = 'a long enough password';

let central: TestCentral;
let whole: Record<string, string>;
let bound: Record<string, string>;
let device: Record<string, string>;

beforeAll(async () => {
  central = await aCentral();
  whole = await central.staff();
  const send = (url: string, body: object, headers = whole) => central.call('POST', url, { headers, body });
  const made = await send('/api/regions', { code: 'N', name: 'North' });
  const regionIds = [made.json<{ id: string }>().id];
  await send('/api/users', {
    ...{ username: 'officer', displayName: 'Officer', password: PASSWORD },
    ...{ permissions: rights, regionIds },
  });
  const session = await send('/api/session', { username: 'officer', password: PASSWORD }, {});
  bound = { cookie: cookiesOf(session), origin: central.central.origin };
  const joined = await central.join(await central.joinCode(whole, (await central.site(whole)).id));
  device = { authorization: `Bearer ${joined.json<{ deviceToken: string }>().deviceToken}` };
});
afterAll(() => central.central.close());

const listed = async (headers: Record<string, string>): Promise<string[]> => {
  const answer = await central.call('GET', '/api/documents', { headers });
  return answer.json<{ name: string }[]>().map(({ name }) => name);
};
const log = async (headers: Record<string, string>): Promise<number> =>
  (await central.call('GET', `/api/documents/${COUNTRY}/log`, { headers })).statusCode;

it('is listed to staff of the whole country, whose page names no origin when it reads', async () => {
  const page = { cookie: whole['cookie'] ?? '' };
  expect(await listed(page)).toContain(COUNTRY);
  expect(await log(page)).toBe(200);
});

it('is listed to no one of some regions, and to no device', async () => {
  for (const headers of [bound, device]) {
    expect(await listed(headers)).not.toContain(COUNTRY);
    expect(await log(headers)).toBe(403);
  }
});
