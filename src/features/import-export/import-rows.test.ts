import { expect, test } from 'vitest';
import type { Draft } from '#shared/change/change';
import type { Command, CommandContext } from '#shared/commands/command';
import type { ImportedRecord } from '#shared/commands/import-central-data';
import { rights } from '#shared/domain/rights';
import type { RowReader } from '#shared/domain/rules/rows';
import { rowsInMemory } from '#shared/domain/rules/rows-in-memory';
import { accepted, refused } from '#shared/result';
import { BATCH, importRows } from './import-rows';
import type { PlannedRow } from './plan';

const known = rowsInMemory({ item: [{ id: 'i1', code: 'TAKEN', name: 'One', unit: 'dose' }] });
let made = 0;
const context: CommandContext = {
  now: 0,
  newId: () => `id-${++made}`,
  mode: 'central',
  storeIds: [],
  rights,
};

/** Runs commands as the replica does, and keeps what they say. */
function fakeReplica(mode: CommandContext['mode'] = 'central') {
  const batches: Draft[][] = [];
  const commitOver = async <Input>(rows: RowReader, command: Command<Input>, input: Input) => {
    const result = await command(rows, input, { ...context, mode });
    if (!result.ok) return refused(...result.issues);
    batches.push(result.value);
    return accepted([]);
  };
  return { batches, commitOver };
}

const row = (line: number, name = `Item ${line}`): PlannedRow<ImportedRecord> => ({
  line,
  cells: [],
  outcome: 'new',
  record: { values: { code: `C${line}`, name, unit: 'dose' } },
  changes: [],
  issues: [],
});
const rows = (count: number) => Array.from({ length: count }, (_, at) => row(at + 2));
const watch = { progress: () => undefined, isStopped: () => false };

test('rows are saved in batches, each in one go, and progress is told', async () => {
  const replica = fakeReplica();
  const told: number[] = [];
  const outcome = await importRows(replica, known, 'item', rows(BATCH + 10), {
    ...watch,
    progress: (done) => told.push(done),
  });
  expect(outcome).toEqual({ saved: BATCH + 10, failed: [], stopped: false });
  expect(replica.batches.map(({ length }) => length)).toEqual([BATCH, 10]);
  expect(told).toEqual([BATCH, BATCH + 10]);
});

test('a row that is refused is told with its reason, and keeps no other row out', async () => {
  const replica = fakeReplica();
  const outcome = await importRows(replica, known, 'item', [row(2), row(3, ''), row(4)], watch);
  expect(outcome.saved).toBe(2);
  expect(
    outcome.failed.map(({ row: { line }, issues }) => [line, issues[0]?.code, issues[0]?.field]),
  ).toEqual([[3, 'missing-field', 'name']]);
});

test('a code that another record has by now is refused, as the plan was made before', async () => {
  const replica = fakeReplica();
  const late = { ...row(2), record: { values: { code: 'taken', name: 'Two', unit: 'dose' } } };
  const { failed } = await importRows(replica, known, 'item', [late], watch);
  expect(failed.map(({ issues }) => issues[0]?.code)).toEqual(['code-taken']);
});

test('it stops where a person says so, between two batches', async () => {
  const replica = fakeReplica();
  let isStopped = false;
  const outcome = await importRows(replica, known, 'item', rows(BATCH * 3), {
    progress: () => (isStopped = true),
    isStopped: () => isStopped,
  });
  expect(outcome).toEqual({ saved: BATCH, failed: [], stopped: true });
});

test('at a site nothing is imported', async () => {
  const replica = fakeReplica('site');
  const outcome = await importRows(replica, known, 'item', rows(3), watch);
  expect(outcome).toEqual({ saved: 0, failed: [], stopped: true, stoppedBy: { code: 'central-only' } });
  expect(replica.batches).toEqual([]);
});
