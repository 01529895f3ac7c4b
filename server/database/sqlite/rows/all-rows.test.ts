// All rows of a list of a country: asked for by an index of their own, and with room for others meanwhile.
import { setImmediate } from 'node:timers';
import { expect, it } from 'vitest';
import { entityNames, entities } from '#shared/domain/entities';
import { openTestDatabase } from '../../../../tests/support/database';
import { storeRows } from '../../../../tests/support/rows';
import { openConnection } from '../connection';
import { allOf } from './all-rows';
import { SCHEMA } from './schema';
import { sqlOn } from '../sql';

it('looks for none of them among the equipment of the country', async () => {
  const connection = await openConnection(':memory:', 'NORMAL');
  connection.exec(SCHEMA);
  const sql = sqlOn(connection);
  for (const entity of entityNames.filter((name) => entities[name].filedIn !== 'store')) {
    const plan = sql.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${allOf(entity)}`, 1);
    expect([entity, plan[0]?.detail]).toEqual([entity, expect.stringContaining('entities_central')]);
  }
  connection.close();
});

it('returns them in the order of their ids, and others are served between two pieces', async () => {
  const database = await openTestDatabase();
  const ids = Array.from({ length: 1000 }, (_, at) => `f${String((at * 7919) % 1000).padStart(4, '0')}`);
  await storeRows(
    database,
    ids.map((id) => ({ entity: 'facility' as const, row: { id } })),
  );
  let turns = 0;
  let isOver = false;
  const turn = (): void => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  const rows = database.rows.all('facility');
  setImmediate(turn);
  expect((await rows).map(({ id }) => id)).toEqual([...ids].sort());
  isOver = true;
  expect(turns).toBeGreaterThan(4);
  await database.close();
});
