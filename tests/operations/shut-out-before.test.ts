/** A device that was shut out after the backup stays out, where the data that the restore set aside still show it. */
import { afterAll, expect, test } from 'vitest';
import type { RestoreReport } from '#shared/api/restore';
import { call, joinSite, makeSite, signIn } from '../contract/people';
import { leaveAll } from '../contract/stock';
import { newPostgresUrl } from '../support/postgres';
import { endAll, newFolder, operate, startServer } from './own-server';

afterAll(async () => {
  leaveAll();
  await endAll();
});

test('[K8] a restore keeps out who was shut out in the data that it sets aside, and staff are told', async () => {
  const server = await startServer(newFolder());
  const staff = await signIn(server);
  const site = await makeSite(staff);
  const [lost, kept] = [await joinSite(staff, site), await joinSite(staff, site)];
  const to = newFolder();
  expect(await operate(server.dataDir, ['backup', to])).toMatchObject({ code: 0, err: '' });
  expect((await staff.send('DELETE', `/api/devices/${lost.deviceId}`)).status).toBe(204);
  await server.end();
  expect((await operate(server.dataDir, ['restore', to])).code).toBe(0);

  const again = await startServer(server.dataDir);
  const asks = async ({ deviceToken }: typeof lost): Promise<number> =>
    (await call(again, '/api/documents', { headers: { authorization: `Bearer ${deviceToken}` } })).status;
  expect(await asks(lost)).toBe(401);
  expect(await asks(kept)).toBe(200);
  const report = await (await signIn(again)).get<RestoreReport>('/api/restore');
  expect(report.body.restored).toMatchObject({ shutOutAgain: 1 });
  await again.end();
});

test('[K8] with PostgreSQL the list is read from the former database, and goes along into the new one', async () => {
  const [former, next] = [await newPostgresUrl(), await newPostgresUrl()];
  const server = await startServer(newFolder(), { DATABASE_URL: former });
  const staff = await signIn(server);
  const site = await makeSite(staff);
  const [lost, kept] = [await joinSite(staff, site), await joinSite(staff, site)];
  const to = newFolder();
  expect(await operate(server.dataDir, ['backup', to], { DATABASE_URL: former })).toMatchObject({ code: 0 });
  expect((await staff.send('DELETE', `/api/devices/${lost.deviceId}`)).status).toBe(204);
  const dataDir = newFolder();
  const whileItRuns = await operate(dataDir, ['restore', to], { DATABASE_URL: former });
  expect(whileItRuns).toMatchObject({ code: 1, err: expect.stringContaining('stop it first') });
  await server.end();

  const restored = await operate(dataDir, ['restore', to], { DATABASE_URL: former });
  expect(restored).toMatchObject({ code: 0, err: '' });
  expect(restored.out).toContain('shut out in the PostgreSQL database of DATABASE_URL and stay out: 1.');
  const moved = await operate(dataDir, ['move-database', 'postgresql'], { DATABASE_URL: next });
  expect(moved.code).toBe(0);
  // any process of the new database does the work, not only one in that folder
  const again = await startServer(newFolder(), { DATABASE_URL: next });
  const asks = async ({ deviceToken }: typeof lost): Promise<number> =>
    (await call(again, '/api/documents', { headers: { authorization: `Bearer ${deviceToken}` } })).status;
  expect([await asks(lost), await asks(kept)]).toEqual([401, 200]);
  const report = await (await signIn(again)).get<RestoreReport>('/api/restore');
  expect(report.body.restored).toMatchObject({ shutOutAgain: 1 });
  await again.end();
});

test('a former database that cannot be reached keeps nobody from restoring, and it is said', async () => {
  const server = await startServer(newFolder());
  const to = newFolder();
  await operate(server.dataDir, ['backup', to]);
  await server.end();
  const env = { DATABASE_URL: 'postgresql://nobody:secret@127.0.0.1:9/gone' };
  const restored = await operate(newFolder(), ['restore', to], env);
  expect(restored.code).toBe(0);
  expect(restored.out).toContain('cannot be read: devices that were shut out since the backup are let in');
  expect(restored.out + restored.err).not.toContain('secret');
});
