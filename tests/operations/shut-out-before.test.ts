/** A device that was shut out after the backup stays out, where the data that the restore set aside still show it. */
import { afterAll, expect, test } from 'vitest';
import type { RestoreReport } from '#shared/api/restore';
import { call, joinSite, makeSite, signIn } from '../contract/people';
import { leaveAll } from '../contract/stock';
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
