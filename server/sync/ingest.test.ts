import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDatabase } from '../../tests/support/database';
import type { CentralDatabase } from '../database/port/central-database';
import { Ingest } from './ingest';
import { newMetrics, type SyncMetrics } from './metrics';
import { Receipts } from './receipts';

let database: CentralDatabase;
let metrics: SyncMetrics;
let ingest: Ingest;

beforeEach(async () => {
  database = await openTestDatabase();
  metrics = newMetrics();
  const now = (): number => Date.UTC(2026, 5, 1);
  ingest = new Ingest({
    ...{ database, metrics, now },
    receipts: new Receipts({ centralId: 'c', now, newClientId: () => 7 }),
    onCommitted: () => undefined,
    onFailed: (error) => {
      throw error;
    },
  });
});
afterEach(() => database.close());

const submit = (): Promise<unknown> => ingest.act({ by: 'a test', plan: async () => [] });
const turn = (): Promise<void> => new Promise(setImmediate);

test('what comes bit by bit, a turn of the loop each, shares one commit', async () => {
  const submitted = [submit()];
  for (let more = 0; more < 5; more++) {
    await turn();
    submitted.push(submit());
  }
  await Promise.all(submitted);
  expect(metrics.commits).toBe(1);
});

test('a commit does not wait for those who never stop', async () => {
  let isDone = false;
  const submitted: Promise<unknown>[] = [submit().then(() => (isDone = true))];
  while (!isDone) {
    await turn();
    submitted.push(submit());
  }
  await Promise.all(submitted);
  expect(metrics.commits).toBeGreaterThan(1);
});
