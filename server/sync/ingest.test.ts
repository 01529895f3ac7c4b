import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDatabase } from '../../tests/support/database';
import { DatabaseUnwritable, type CentralDatabase } from '../database/port/central-database';
import { Ingest } from './ingest';
import { newMetrics, type SyncMetrics } from './metrics';
import { Receipts } from './receipts';

let database: CentralDatabase;
let metrics: SyncMetrics;
let ingest: Ingest;
/** another process is at it until this resolves */
let turnOfOthers: () => Promise<void>;

beforeEach(async () => {
  turnOfOthers = () => Promise.resolve();
  database = await openTestDatabase();
  metrics = newMetrics();
  const now = (): number => Date.UTC(2026, 5, 1);
  const transaction: CentralDatabase['transaction'] = async (work) => {
    await turnOfOthers();
    return database.transaction(work);
  };
  ingest = new Ingest({
    ...{ database: { ...database, transaction }, metrics, now },
    receipts: new Receipts({ centralId: 'c', now, newClientId: () => 7 }),
    onCommitted: () => undefined,
    onFailed: (error) => {
      if (!(error instanceof DatabaseUnwritable)) throw error;
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

test('what comes while another process is at it shares the commit', async () => {
  let end: () => void = () => undefined;
  const waits = new Promise<void>((waiting) => {
    turnOfOthers = () => {
      waiting();
      return new Promise((resolve) => (end = resolve));
    };
  });
  const submitted = [submit()];
  await waits;
  submitted.push(submit(), submit());
  end();
  await Promise.all(submitted);
  expect(metrics.commits).toBe(1);
});

test('a database that is out of reach refuses all that wait for it, each once', async () => {
  turnOfOthers = () => Promise.reject(new DatabaseUnwritable('away'));
  const tried = await Promise.allSettled([submit(), submit()]);
  expect(tried.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
