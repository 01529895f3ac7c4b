/**
 * A change of an asset that was moved costs central as much after a long history as after a short one: what was written follows to the
 * new store, and nothing else is looked at (rules W1, W2). Statements and rows of the log's transaction are counted, not timed.
 */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { formatHlc } from '#shared/change/hlc';
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import { commitBatch } from '../../server/sync/commit';
import type { Submission } from '../../server/sync/submission';
import type { SqliteDatabase } from '../../server/database/sqlite/open-database';
import { openTestDatabase } from '../support/database';

const counted = vi.hoisted(() => ({ statements: 0, rows: 0 }));

vi.mock(import('../../server/database/sqlite/sql'), async (original) => {
  const { sqlOn } = await original();
  return {
    sqlOn: (...on) => {
      const sql = sqlOn(...on);
      const count = (rows: number): void => {
        counted.statements += 1;
        counted.rows += rows;
      };
      return {
        all: <Row>(...given: Parameters<typeof sql.all>) => {
          const found = sql.all<Row>(...given);
          count(found.length);
          return found;
        },
        get: <Row>(...given: Parameters<typeof sql.get>) => {
          count(1);
          return sql.get<Row>(...given);
        },
        run: (...given) => {
          count(1);
          sql.run(...given);
        },
      };
    },
  };
});

const NOW = Date.UTC(2026, 5, 1);
const OLD = 'store/s1/2026';
const NEW = 'store/s2/2026';
const by = { deviceId: 'd', userId: 'u' };

let database: SqliteDatabase;
let made = 0;
beforeEach(async () => {
  database = await openTestDatabase();
});
afterEach(() => database.close());

function change(kind: string, entityId: string, patch: Change['patch']): Change {
  made += 1;
  const hlc = formatHlc({ ms: NOW + made, counter: 0, deviceId: 'd' });
  return { id: randomUUID(), hlc, ...by, n: made, kind, entityId, patch };
}

const commit = (...submissions: Submission[]) =>
  database.transaction((tx) => commitBatch(tx, submissions, { now: NOW + made, client: 77 }));

const write = (document: string, ...values: Change[]) =>
  commit({ kind: 'author', authoring: { document, values, by } });

/** From the first store to the second. */
function move(): Promise<unknown> {
  const moved = change('asset.move', 'a1', { storeId: 's2' });
  const plan = () =>
    Promise.resolve([OLD, NEW].map((document) => ({ document, change: moved, body: encodeBody(moved) })));
  return commit({ kind: 'act', act: { by: 'u', plan } });
}

/** Of a commit alone: the rows follow before and after. */
async function costOf(document: string, one: Change): Promise<{ statements: number; rows: number }> {
  await database.following.reached(undefined, 100_000);
  const work = database.transaction((tx) => {
    Object.assign(counted, { statements: 0, rows: 0 });
    const authoring = { document, values: [one], by };
    return commitBatch(tx, [{ kind: 'author', authoring }], { now: NOW + made, client: 77 }).finally(
      () => (cost = { ...counted }),
    );
  });
  let cost = { statements: 0, rows: 0 };
  const { verdicts } = await work;
  expect(verdicts[0]?.refused).toEqual([]);
  return cost;
}

const edit = () => change('asset.edit', 'a1', { notes: `note ${made}` });
const log = () =>
  change('assetLog.add', randomUUID(), {
    ...{ assetId: 'a1', type: 'STATUS_UPDATE', functionalStatus: 'FUNCTIONING' },
    loggedAt: new Date(NOW + made * 1000).toISOString(),
    createdAt: new Date(NOW + made * 1000).toISOString(),
  });

const create = () => change('asset.create', 'a1', { assetNumber: 'A-1', storeId: 's1' });

const cases: [what: string, make: () => Change, document: string][] = [
  ['edits, at the new place', edit, NEW],
  ['logs, at the new place', log, NEW],
  ['edits, late at the old place', edit, OLD],
  ['logs, late at the old place', log, OLD],
];

test.each(cases)(
  'after 2,000 %s one more costs what the tenth did',
  async (_what, make, document) => {
    await write(OLD, create());
    await move();
    await write(document, ...Array.from({ length: 8 }, make));
    const early = await costOf(document, make());
    for (let done = 0; done < 2000; done += 100) await write(document, ...Array.from({ length: 100 }, make));
    const late = await costOf(document, make());
    expect(late.statements).toBeLessThanOrEqual(2 * early.statements);
    expect(late.rows).toBeLessThanOrEqual(2 * early.rows);
  },
  120_000,
);
