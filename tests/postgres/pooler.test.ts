// A pooler that shares a session between those who connect: locks, settings and news belong to a session, so nothing starts behind it.
import { expect, test } from 'vitest';
import { openPostgresDatabase } from '../../server/database/postgres/open-postgres';
import { newDatabasePath } from '../support/database';
import { poolerBefore } from '../support/pooler';
import { newPostgresUrl } from '../support/postgres';

test('a pooler that gives a session for a transaction is refused with one line', async () => {
  const pooler = await poolerBefore(await newPostgresUrl());
  const opening = openPostgresDatabase({ url: pooler.url, copyPath: newDatabasePath() });
  await expect(opening).rejects.toThrow(
    /^PostgreSQL at 127\.0\.0\.1:\d+\/\w+: two connections share one session there: a pooler in between must be set to sessions, not to transactions$/,
  );
  await pooler.close();
});
