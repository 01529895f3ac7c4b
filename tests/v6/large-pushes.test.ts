/** Large bodies: of a stranger nothing is read as JSON, and no more than 4 MiB is kept. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Programme } from './central';
import type { OpenMSupplySite } from './open-msupply-site';

let programme: Programme;
let site: OpenMSupplySite;
beforeEach(async () => {
  programme = await Programme.start();
  site = await programme.v6Site('hill');
});
afterEach(() => programme.end());

const push = async (body: string) => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${programme.origin}/central/sync/push`, { method: 'POST', headers, body });
  return (await answer.json()) as { data?: unknown; error?: Record<string, unknown> };
};
const bodyOf = (megabytes: number, settings: unknown = site.settings): string => {
  const recordData = { id: randomUUID(), text: 'x'.repeat(megabytes * 1024 * 1024) };
  const record = { tableName: 'plugin_data', recordId: recordData.id, action: 'Update', recordData };
  const batch = { end_cursor: 1, total_records: 1, records: [{ cursor: 1, record }], is_last_batch: true };
  return JSON.stringify({ batch, syncV5Settings: settings, syncV6Version: 5 });
};

it('a stranger is told so before anything of a large body is read', async () => {
  const said = await push(bodyOf(3, { ...site.settings, passwordSha256: 'ab' }));
  expect(said.error).toMatchObject({ legacyServerError: { code: 'site_incorrect_password' } });
  // no JSON at all, and nobody who sends it
  expect(await push('[],'.repeat(1_000_000))).toMatchObject({
    error: { otherServerError: expect.stringContaining('does not say which site') },
  });
}, 60_000);

it('a site whose address is not known yet is known by the end of a body that is too large for a stranger', async () => {
  const body = bodyOf(6);
  expect(await push(body)).toMatchObject({
    error: { otherServerError: expect.stringContaining('Try again') },
  });
  expect(await push(body)).toEqual({ data: { records_pushed: 1 } });
}, 60_000);

it('a request that names two sites is none', async () => {
  const forged = bodyOf(1, { ...site.settings, username: 'another' }).replace(
    /"syncV6Version":5\}$/,
    `"syncV6Version":5,"rest":{"syncV5Settings":${JSON.stringify(site.settings)}}}`,
  );
  expect(await push(forged)).toEqual({ error: { otherServerError: 'The request names two sites.' } });
}, 60_000);

it('an address that guesses names is made to wait, whatever the names', async () => {
  for (let count = 0; count < 30; count++)
    await push(bodyOf(0, { ...site.settings, username: `guess ${count}` }));
  expect(await push(bodyOf(0, { ...site.settings, username: 'one more' }))).toMatchObject({
    error: { legacyServerError: { code: 'site_auth_timeout' } },
  });
}, 60_000);
