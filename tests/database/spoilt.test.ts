// Bytes of the log that a disk has spoilt: the server starts, all else goes on, staff see it, and no device gets something else instead.
import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import { openConnection } from '../../server/database/sqlite/connection';
import { knownPathOf } from '../../server/database/sqlite/log/kept-known';
import { rowsPathOf } from '../../server/database/sqlite/rows/open-rows';
import { isUnreadable } from '../../server/database/sqlite/log/unreadable';
import { sqlOn } from '../../server/database/sqlite/sql';
import { readBody } from '../../server/database/sqlite/stored-json';
import { aCentral } from '../support/central';
import { newDatabasePath, openTestDatabase } from '../support/database';
import { MORE_RUNS } from '../support/more-runs';

const START = Date.parse('2026-06-01T00:00:00.000Z');
const changeOf = (n: number): Change => ({
  id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  hlc: `${START + n}-0000-d`,
  ...{ userId: 'u', deviceId: 'd', n: n + 1, kind: 'asset.create', entityId: `a${n}` },
  patch: { assetNumber: `N-${n}`, storeId: 's1' },
});

/** Three runs of 20 changes, of three clients. */
async function stored(): Promise<string> {
  const path = newDatabasePath();
  const database = await openTestDatabase(path);
  for (const client of [7, 8, 9])
    await database.transaction(({ changes }) =>
      changes.insertChanges(
        Array.from({ length: 20 }, (_, clock) => {
          const change = changeOf((client - 7) * 20 + clock);
          const place = { document: 'store/s1/2026', client, clock };
          const received = { receivedAt: new Date(START).toISOString(), receivedFrom: 'd' };
          return { ...place, ...received, change, body: encodeBody(change) };
        }),
      ),
    );
  await database.close();
  return path;
}

/** Alters the bytes of the second client's run; what is made of the log is gone. */
async function spoil(path: string, how: (bodies: Uint8Array) => Uint8Array): Promise<void> {
  const connection = await openConnection(path);
  const sql = sqlOn(connection);
  const run = sql.get<{ bodies: Uint8Array }>('SELECT bodies FROM log WHERE client = 8');
  sql.run('UPDATE log SET bodies = ? WHERE client = 8', how(Uint8Array.from(run?.bodies ?? [])));
  connection.close();
  for (const made of [rowsPathOf(path), `${rowsPathOf(path)}-wal`, knownPathOf(path)])
    rmSync(made, { force: true });
}

test(
  '[W3] whatever the disk has made of a run, the server starts and the others are there',
  async () => {
    const damage = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => () => bytes),
      fc.nat({ max: 2000 }).map((end) => (bodies: Uint8Array) => bodies.subarray(0, end)),
      fc
        .array(fc.tuple(fc.nat({ max: 4000 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 20 })
        .map((bytes) => (bodies: Uint8Array) => {
          for (const [at, byte] of bytes) bodies[at % bodies.length] = byte;
          return bodies;
        }),
    );
    await fc.assert(
      fc.asyncProperty(damage, async (how) => {
        const path = await stored();
        await spoil(path, how);
        const database = await openTestDatabase(path);
        const { central } = await aCentral({ database });
        await database.following.reached();
        const kept = await database.rows.assets({ limit: 100 });
        const ids = new Set(kept.items.map(({ id }) => id));
        const others = [...Array(60).keys()].filter((n) => n < 20 || n >= 40).map((n) => `a${n}`);
        expect(others.filter((id) => !ids.has(id))).toEqual([]);
        await central.close();
      }),
      { numRuns: 10 },
    );
  },
  120_000 * MORE_RUNS,
);

test('what cannot be read is flagged for staff, and devices are sent what stands before it', async () => {
  const path = await stored();
  // the tenth change: its first byte says what kind of value it is
  const { length } = encodeBody(changeOf(20));
  await spoil(path, (bodies) => {
    bodies[bodies.length - 11 * length + 0] = 3;
    return bodies;
  });
  const database = await openTestDatabase(path);
  await database.following.reached();
  const { items } = await database.rows.problems({ limit: 1000 });
  expect(items.map(({ code }) => code).filter((code) => code !== 'missing-field')).toEqual(['unknown-kind']);
  const page = await database.changes.page('store/s1/2026', 8, 0, 100);
  expect(page.map(({ clock }) => clock)).toEqual([...Array(9).keys()]);
  expect(await database.changes.page('store/s1/2026', 9, 0, 100)).toHaveLength(20);
  await database.close();
});

test('[C6] a change of the kind that stands for spoilt ones is sent as any other, with all that follows it', async () => {
  const database = await openTestDatabase();
  const changes = [0, 1, 2].map((n) => ({ ...changeOf(n), ...(n === 1 && { kind: 'unreadable.found' }) }));
  await database.transaction((tx) =>
    tx.changes.insertChanges(
      changes.map((change, clock) => ({
        ...{ document: 'store/s1/2026', client: 7, clock, change, body: encodeBody(change) },
        ...{ receivedAt: new Date(START).toISOString(), receivedFrom: 'd' },
      })),
    ),
  );
  const page = await database.changes.page('store/s1/2026', 7, 0, 10);
  expect(page.map(({ changeId }) => changeId)).toEqual(changes.map(({ id }) => id));
  expect(await database.changes.isSpoilt?.('store/s1/2026', 7, 1)).toBe(false);
  await database.close();
});

test('a change behind which a byte too many stands is spoilt: it would spoil the message that it is sent in', () => {
  const body = encodeBody(changeOf(1));
  expect(isUnreadable(readBody(body))).toBe(false);
  expect(isUnreadable(readBody(Uint8Array.from([...body, 0])))).toBe(true);
});
