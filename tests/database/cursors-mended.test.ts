/** A database that was harmed by a cursor near the end of all numbers works again with its next start. */
import pg from 'pg';
import { expect, test } from 'vitest';
import { openConnection } from '../../server/database/sqlite/connection';
import { newDatabasePath, openTestDatabase } from '../support/database';
import { newPostgresUrl, openTestPostgres } from '../support/postgres';
import { asPostgresLeft, asSqliteLeft } from '../support/steps-undone';
import { expectMended, harm } from './v6-contract/harmed';
import { Scene } from './v6-contract/scene';

const DOCUMENT = 'store/hill-store/2026';

async function threeAssets(scene: Scene): Promise<void> {
  await scene.speaking();
  await scene.change(DOCUMENT, 'asset/a1', 'asset/a2', 'asset/a3');
  await scene.catchUp();
}

test('in SQLite', async () => {
  const path = newDatabasePath();
  const before = await openTestDatabase(path);
  const scene = await Scene.set(before);
  await threeAssets(scene);
  await before.close();
  const connection = await openConnection(path);
  for (const text of harm) connection.exec(text);
  connection.exec(
    `UPDATE sqlite_sequence SET seq = 9007199254740994 WHERE name = 'v6_log'; ${asSqliteLeft(29)}`,
  );
  connection.close();
  const after = await openTestDatabase(path);
  await expectMended(scene.over(after));
  expect((await scene.over(after).page(0)).newest).toBeLessThan(2 ** 41);
  await after.close();
});

test('in PostgreSQL', async () => {
  const url = await newPostgresUrl();
  const before = await openTestPostgres(url);
  const scene = await Scene.set(before);
  await threeAssets(scene);
  await before.close();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const text of harm) await client.query(text);
  await client.query('UPDATE v6_newest SET cursor = 9007199254740994');
  await client.query(asPostgresLeft(6));
  await client.end();
  const after = await openTestPostgres(url);
  await expectMended(scene.over(after));
  await after.close();
});
