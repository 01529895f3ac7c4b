/** An upgrade that was a mistake: the database of yesterday's version comes back, unless something newer would be lost by it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { hashPassword } from '../../server/auth/password';
import { permissions } from '../../server/auth/permissions';
import { migrate, migrations, versionOf } from '../../server/database/sqlite/migrations';
import { openConnection, openForReading } from '../../server/database/sqlite/connection';
import { change, joinSite, makeSite, signIn } from '../contract/people';
import { ADMIN } from '../contract/waypost';
import { asDevice, leaveAll, storeDocument } from '../contract/stock';
import { endAll, newFolder, operate, startServer } from './own-server';

afterAll(async () => {
  leaveAll();
  await endAll();
});

/** A data directory as the version before this one left it, with a record in it. */
async function yesterdays(): Promise<string> {
  const dataDir = newFolder();
  const connection = await openConnection(join(dataDir, 'waypost.sqlite'));
  migrate(connection, migrations.slice(0, -1));
  connection.exec(`INSERT INTO documents (id, name, store_id, seq, changes, bytes) VALUES (1, 'config', NULL, 7, 0, 0);
    INSERT INTO meta VALUES ('central_id', 'yesterday');
    INSERT INTO staff_users (id, username, display_name, password_hash, permissions)
      VALUES ('u1', '${ADMIN.username}', 'Amina', '${await hashPassword(ADMIN.password)}', '${permissions.join(' ')}')`);
  connection.close();
  return dataDir;
}

async function versionIn(dataDir: string): Promise<number> {
  const connection = await openForReading(join(dataDir, 'waypost.sqlite'));
  const version = versionOf(connection);
  connection.close();
  return version;
}

test('a migration is preceded by a snapshot; upgrade --back returns to it, and what the newer version made is set aside', async () => {
  const dataDir = await yesterdays();
  const before = await versionIn(dataDir);
  await (await startServer(dataDir)).end();
  expect(await versionIn(dataDir)).toBeGreaterThan(before);
  const { code, data } = await operate(dataDir, ['upgrade', '--back', '--json']);
  expect([code, data]).toEqual([0, expect.objectContaining({ ok: true, databaseVersion: before })]);
  expect(await versionIn(dataDir)).toBe(before);
  expect(await versionIn(join(dataDir, String(data['setAside'])))).toBeGreaterThan(before);
  const server = await startServer(dataDir);
  expect(await (await fetch(`${server.origin}/api/instance`)).json()).toMatchObject({
    centralId: 'yesterday',
  });
  await server.end();
});

test('once something was accepted it refuses, and changes nothing', async () => {
  const dataDir = await yesterdays();
  const server = await startServer(dataDir);
  const staff = await signIn(server);
  const device = await joinSite(staff, await makeSite(staff));
  const stock = asDevice(device, storeDocument(device));
  await stock.synced();
  const one = change('asset.create', { assetNumber: '1' }, { deviceId: device.deviceId });
  stock.changes.set(one.id, one);
  await stock.stored();
  stock.leave();
  const running = await operate(dataDir, ['upgrade', '--back']);
  expect(running.err).toContain('Another central server is using');
  await server.end();
  const now = await versionIn(dataDir);
  const { code, err } = await operate(dataDir, ['upgrade', '--back']);
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(/^The server has accepted something since the upgrade/),
  ]);
  expect(await versionIn(dataDir)).toBe(now);
});

test('a first start and a start of the same version take no snapshot', async () => {
  const dataDir = newFolder();
  await (await startServer(dataDir)).end();
  await (await startServer(dataDir)).end();
  expect(existsSync(join(dataDir, 'before-upgrade'))).toBe(false);
  const { code, err } = await operate(dataDir, ['upgrade', '--back']);
  expect([code, err.trim()]).toEqual([1, `There is no database from before an upgrade in ${dataDir}.`]);
});
