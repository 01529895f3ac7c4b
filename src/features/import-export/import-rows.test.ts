import { expect, test } from 'vitest';
import type { Draft } from '#shared/change/change';
import type { CommandContext } from '#shared/commands/command';
import { importCentralData, type ImportedRecord } from '#shared/commands/import-central-data';
import { rights } from '#shared/domain/rights';
import { rowsInMemory } from '#shared/domain/rules/rows-in-memory';
import { accepted, refused } from '#shared/result';
import { BATCH, importRows } from './import-rows';
import type { PlannedRow } from '#shared/import/planned';

const known = rowsInMemory({ item: [{ id: 'i1', code: 'TAKEN', name: 'One', unit: 'dose' }] });
let made = 0;
const context: CommandContext = {
  now: 0,
  newId: () => `id-${++made}`,
  mode: 'central',
  storeIds: [],
  rights,
};

/** Runs the command as the replica does, and keeps its drafts. */
function savingAs(mode: CommandContext['mode'] = 'central') {
  const batches: Draft[][] = [];
  const save = async (records: readonly ImportedRecord[]) => {
    const result = await importCentralData(known, { entity: 'item', records }, { ...context, mode });
    if (!result.ok) return refused(...result.issues);
    batches.push(result.value);
    return accepted([]);
  };
  return { batches, save };
}

const row = (line: number, name = `Item ${line}`): PlannedRow<ImportedRecord> => ({
  line,
  cells: [],
  outcome: 'new',
  record: { values: { code: `C${line}`, name, unit: 'dose' } },
  changes: [],
  ...{ issues: [], stored: {}, values: {} },
});
const rows = (count: number) => Array.from({ length: count }, (_, at) => row(at + 2));
const watch = { progress: () => undefined, isStopped: () => false };

test('rows are saved in batches, each in one go, and progress is told', async () => {
  const replica = savingAs();
  const told: number[] = [];
  const outcome = await importRows(replica.save, rows(BATCH + 10), {
    ...watch,
    progress: (done) => told.push(done),
  });
  expect(outcome).toEqual({ saved: BATCH + 10, failed: [], stopped: false });
  expect(replica.batches.map(({ length }) => length)).toEqual([BATCH, 10]);
  expect(told).toEqual([BATCH, BATCH + 10]);
});

test('a row that is refused is told with its reason, and keeps no other row out', async () => {
  const replica = savingAs();
  const outcome = await importRows(replica.save, [row(2), row(3, ''), row(4)], watch);
  expect(outcome.saved).toBe(2);
  expect(
    outcome.failed.map(({ row: { line }, issues }) => [line, issues[0]?.code, issues[0]?.field]),
  ).toEqual([[3, 'missing-field', 'name']]);
});

test('a code that another record has by now is refused, as the plan was made before', async () => {
  const replica = savingAs();
  const late = { ...row(2), record: { values: { code: 'taken', name: 'Two', unit: 'dose' } } };
  const { failed } = await importRows(replica.save, [late], watch);
  expect(failed.map(({ issues }) => issues[0]?.code)).toEqual(['code-taken']);
});

test('it stops where a person says so, between two batches', async () => {
  const replica = savingAs();
  let isStopped = false;
  const outcome = await importRows(replica.save, rows(BATCH * 3), {
    progress: () => (isStopped = true),
    isStopped: () => isStopped,
  });
  expect(outcome).toEqual({ saved: BATCH, failed: [], stopped: true });
});

test('at a site nothing is imported', async () => {
  const replica = savingAs('site');
  const outcome = await importRows(replica.save, rows(3), watch);
  expect(outcome).toEqual({ saved: 0, failed: [], stopped: true, stoppedBy: { code: 'central-only' } });
  expect(replica.batches).toEqual([]);
});
