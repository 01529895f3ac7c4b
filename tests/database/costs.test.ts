// One more change costs central as much as the first did, however long the history is. Statements and rows are counted, not timed.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { formatHlc } from '#shared/change/hlc';
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import type { LoggedChange } from '../../server/database/port/changes';
import { RowsFile } from '../../server/database/sqlite/rows/rows-file';
import { Follower } from '../../server/rows/follower';
import { newDatabasePath } from '../support/database';

const counted = vi.hoisted(() => ({ statements: 0, rows: 0, changes: 0 }));
const texts = vi.hoisted((): string[] => []);

vi.mock(import('../../server/database/sqlite/sql'), async (original) => {
  const { sqlOn } = await original();
  return {
    sqlOn: (connection) => {
      const sql = sqlOn(connection);
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
          texts.push(given[0]);
          sql.run(...given);
        },
      };
    },
  };
});

const NOW = Date.UTC(2026, 5, 1);
const DOCUMENT = 'store/s1/2026';

let rows: RowsFile;
let logged: LoggedChange[] = [];
let follower: Follower;
let seen: () => void = () => undefined;

beforeEach(async () => {
  logged = [];
  rows = await RowsFile.open(newDatabasePath());
  follower = new Follower({
    log: {
      after: (seq, limit) => Promise.resolve(logged.slice(seq, seq + limit)),
      at: (seqs) => {
        counted.changes += seqs.length;
        return Promise.resolve(seqs.flatMap((seq) => logged[seq - 1] ?? []));
      },
    },
    rows,
    batch: 500,
    now: () => NOW + 1_000_000_000,
    onProgress: () => seen(),
    onFault: (error) => {
      throw error;
    },
  });
});
afterEach(async () => {
  await follower.close();
  rows.close();
});

/** Resolves when the rows have all, and no flag waits. */
async function follow(
  changes: readonly Omit<Change, 'id' | 'hlc' | 'userId' | 'deviceId' | 'n'>[],
): Promise<void> {
  for (const change of changes) {
    const n = logged.length + 1;
    const whole: Change = {
      ...{ id: `0190b5a2-7c10-7a31-8e5f-${String(n).padStart(12, '0')}`, userId: 'u', deviceId: 'd', n },
      hlc: formatHlc({ ms: NOW + n, counter: 0, deviceId: 'd' }),
      ...change,
    };
    logged.push({
      ...{ seq: n, document: DOCUMENT, client: 7, clock: n - 1, change: whole, body: encodeBody(whole) },
      ...{ receivedAt: new Date(NOW + n).toISOString(), receivedFrom: 'd' },
    });
  }
  await new Promise<void>((resolve) => {
    seen = () => {
      if (rows.state.seq === logged.length && !rows.hasCures()) resolve();
    };
    follower.kick();
  });
}

async function costOf(change: Made): Promise<typeof counted> {
  Object.assign(counted, { statements: 0, rows: 0, changes: 0 });
  await follow([change]);
  return { ...counted };
}

const asset = (n: number, fields: Change['patch']) => ({
  kind: 'asset.create',
  entityId: `a${n}`,
  patch: { storeId: 's1', ...fields },
});
const edit = (n: number, other: Change['patch'] = {}) => ({
  ...{ kind: 'asset.edit', entityId: 'a1' },
  patch: { notes: `note ${n}`, ...other },
});
const log = (n: number, assetId = 'a1') => ({
  ...{ kind: 'assetLog.add', entityId: `l${n}` },
  patch: {
    ...{ assetId, type: 'STATUS_UPDATE', functionalStatus: n % 2 ? 'FUNCTIONING' : 'NOT_IN_USE' },
    loggedAt: new Date(NOW + n * 1000).toISOString(),
  },
});
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

type Made = Parameters<typeof follow>[0][number];

/** Says a status at a moment: milliseconds after the first. */
const logAt = (n: number, ms: number, status = 'FUNCTIONING') => ({
  ...{ kind: 'assetLog.add', entityId: `l${n}` },
  patch: {
    ...{ assetId: 'a1', type: 'STATUS_UPDATE', functionalStatus: status },
    loggedAt: new Date(NOW + ms).toISOString(),
  },
});
const voided = (n: number) => ({
  ...{ kind: 'assetLog.void', entityId: `l${n}` },
  patch: { assetId: 'a1' },
});
const status = (n: number): string => (n % 2 ? 'FUNCTIONING' : 'NOT_IN_USE');
const YEARS = 400_000_000_000;
const file = (n: number) => ({
  ...{ kind: 'file.attach', entityId: `f${n}` },
  patch: {
    ownerTable: n % 3 ? 'asset' : 'assetLog',
    ownerId: n % 3 ? 'a1' : 'l3',
    mimeType: n % 2 ? 'image/jpeg' : 'text/csv',
    sha256: String(n),
  },
});

const merged: Made[] = [asset(0, {}), { kind: 'asset.merge', entityId: 'a0', patch: { into: 'a1' } }];

const cases: [what: string, many: number, make: (n: number) => Made, first?: Made[]][] = [
  ['logs each later than the next', 2000, (n) => logAt(n, -n * 1000, status(n))],
  ['logs of one status each later than the next', 2000, (n) => logAt(n, -n * 1000)],
  [
    'logs within the run of the last status',
    2000,
    (n) => logAt(n, n, status(n)),
    [logAt(100_001, -5000), logAt(100_002, 100_000_000)],
  ],
  ['logs from years to come', 2000, (n) => logAt(n, YEARS + n * 1000, status(n)), [logAt(100_001, 0)]],
  ['logs from years to come, and no others', 2000, (n) => logAt(n, YEARS - n * 1000, status(n))],
  ['edits of a field that this build does not know', 2000, (n) => edit(n, { of: 'later' })],
  ['changes of a kind that it does not know', 2000, (n) => ({ ...edit(n), kind: 'asset.later' })],
  [
    'changes of an entity that it does not know',
    2000,
    (n) => ({ kind: 'later.edit', entityId: 'x1', patch: { n } }),
  ],
  [
    'edits that bring a flagged number',
    20_000,
    (n) => edit(n, { assetNumber: 'N/A' }),
    [asset(7, { assetNumber: 'N/A' })],
  ],
  ['assets that bear one number', 1000, (n: number) => asset(n, { assetNumber: 'N/A' })],
  ['edits of one field, none of which saw another', 20_000, edit],
  ['logs of one asset', 100_000, (n: number) => log(n)],
  ['assets that bear one text for no serial number', 1000, (n: number) => asset(n, { serialNumber: 'N/A' })],
  ['logs of an asset that another is merged into', 1000, (n: number) => log(n), merged],
  ['logs of an asset that is merged into another', 1000, (n: number) => log(n, 'a0'), merged],
];

test.each(cases)(
  'of %s the %ith costs what the tenth did',
  async (_what, many, make, first = []) => {
    await follow([asset(1, { assetNumber: 'N/A' }), ...first]);
    await follow(range(2, 10).map(make));
    const early = await costOf(make(10));
    await follow(range(11, many).map(make));
    const late = await costOf(make(many));
    expect(late.statements).toBeLessThanOrEqual(2 * early.statements);
    expect(late.rows).toBeLessThanOrEqual(2 * early.rows);
    expect(late.changes).toBeLessThanOrEqual(2 * early.changes);
  },
  300_000,
);

const mended: [what: string, wrong: (from: number, to: number) => number, owner?: string][] = [
  ['the last one', (_, to) => to],
  ['one that broke a run', (_, to) => to - 1],
  ['one within a run', (from) => from + 10],
  ['the first of a run', (from) => from],
  ['the last one, of an asset that is merged into another', (_, to) => to, 'a0'],
];

test.each(mended)(
  'voiding a log costs the same after 2,000 as after 20: %s',
  async (_what, wrong, owner = 'a1') => {
    await follow([asset(1, { assetNumber: 'N-1' }), ...(owner === 'a1' ? [] : merged)]);
    const costs = [];
    for (const [from, to] of [
      [1, 20],
      [21, 2000],
    ] as const) {
      // all say one status, but for the last but one
      const said = (n: number) => logAt(n, n * 1000, n === to - 1 ? 'NOT_FUNCTIONING' : 'FUNCTIONING');
      const of = ({ patch, ...log }: ReturnType<typeof said>) => ({
        ...log,
        patch: { ...patch, assetId: owner },
      });
      await follow(range(from, to + 1).map((n) => of(said(n))));
      costs.push(await costOf(voided(wrong(from, to))));
    }
    const [early, late] = costs;
    expect(late?.statements).toBeLessThanOrEqual(2 * (early?.statements ?? 0));
    expect(late?.rows).toBeLessThanOrEqual(2 * (early?.rows ?? 0));
  },
  120_000,
);

test('a photo that comes to an asset asks nothing of its logs', async () => {
  await follow([asset(1, { assetNumber: 'N-1' }), ...range(2, 12).map((n) => log(n))]);
  texts.length = 0;
  await follow(range(1, 12).map(file));
  expect(texts.filter((text) => text.includes('photo')).length).toBeGreaterThan(0);
  expect(texts.filter((text) => text.includes('log.owner'))).toEqual([]);
});
