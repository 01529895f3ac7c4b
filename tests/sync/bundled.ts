/** Central data for tests of bundles, and all that a device can say of them. */
import { expect } from 'vitest';
import type { Change } from '#shared/change/change';
import type { PositionedChange } from '#shared/change/codec/struct';
import { CONFIG } from '#shared/change/documents';
import { formatHlc } from '#shared/change/hlc';
import { applyRemote } from '../../src/replica/changes/apply-remote';
import { recordOf } from '../../src/replica/changes/change-record';
import { countOf } from '../../src/replica/changes/documents';
import { contentOf } from '../../src/replica/changes/outbox';
import type { ReplicaDatabase } from '../../src/replica/database';
import type { ChangeRecord } from '../../src/replica/records';
import { allRecords } from './all-records';
import { joinedReplica } from './replicas';

export const NOW = Date.UTC(2026, 5, 1);
export const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

interface Said {
  kind: string;
  entityId: string;
  patch: Change['patch'];
  deviceId?: string;
}

export const change = (n: number, { kind, entityId, patch, deviceId = 'central' }: Said): Change => ({
  ...{ id: uuid(n), hlc: formatHlc({ ms: NOW + n, counter: 0, deviceId }), n, userId: 'staff', deviceId },
  ...{ kind, entityId, patch },
});

/** Two hundred items, and some edits of the first ones in the same document. */
export const history = (items: number, edits: number): PositionedChange[] =>
  Array.from({ length: items + edits }, (_, index) => {
    const entityId = uuid(50_000 + (index % items));
    const said: Said =
      index < items
        ? { kind: 'item.create', entityId, patch: { code: `I${index}`, name: `Item ${index}` } }
        : { kind: 'item.edit', entityId, patch: { name: `Edited ${index}` } };
    return { client: 7, clock: index, change: change(index + 1, said) };
  });

export const apply = (
  db: ReplicaDatabase,
  placed: readonly PositionedChange[],
  inBundles = true,
): Promise<void> => applyRemote(db, CONFIG, placed, NOW, { inBundles });

export async function phone(): Promise<ReplicaDatabase> {
  return (await joinedReplica()).db;
}

export const byPlace = (a: PositionedChange, b: PositionedChange): number =>
  a.client - b.client || a.clock - b.clock;

/** All that a device can say about central data, however it keeps them. */
export async function told(db: ReplicaDatabase): Promise<unknown> {
  const records = (await allRecords(db)).sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    records,
    items: await db.items.toArray(),
    content: (await contentOf(db, CONFIG)).placed.sort(byPlace),
    count: await countOf(db, CONFIG),
    author: await db.author.get('me'),
  };
}

export async function plain(placed: readonly PositionedChange[]): Promise<unknown> {
  const db = await phone();
  await apply(db, placed, false);
  expect(await db.bundles.count()).toBe(0);
  return told(db);
}

export const kept = async (db: ReplicaDatabase): Promise<[single: number, bundles: number]> => [
  await db.changes.count(),
  await db.bundles.count(),
];

/** The record of a change that is kept by itself. */
export const single = ({ client, clock, change: said }: PositionedChange): ChangeRecord =>
  recordOf(said, { documents: [CONFIG], places: [{ document: CONFIG, client, clock }] });
