import { expect, test } from 'vitest';
import { openTestDatabase } from '../../../tests/support/database';
import { MOVED_TO } from './marks';
import { moveToCome, noteMoveToCome } from './move-to-come';

test('what was restored for PostgreSQL is waited for until it was moved', async () => {
  const at = '2026-06-01T10:00:00.000Z';
  const database = await openTestDatabase();
  expect(await moveToCome(`${database.path}.none`)).toBeUndefined();
  expect(await moveToCome(database.path)).toBeUndefined();
  await noteMoveToCome(database.path, at);
  expect(await moveToCome(database.path)).toBe(at);
  await database.transaction(({ changes }) => changes.setMeta(MOVED_TO, at));
  expect(await moveToCome(database.path)).toBeUndefined();
  await database.close();
});
