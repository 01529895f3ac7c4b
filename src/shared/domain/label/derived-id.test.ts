import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addAsset } from '../../commands/add-asset';
import type { Change } from '../../change/change';
import { foldEntity } from '../../change/fold';
import { startClock } from '../../change/hlc';
import { rowOf } from '../../change/row';
import { stamp } from '../../change/stamp';
import type { RowReader } from '../rules/rows';
import { derivedUuid } from '../../derived-uuid';
import { derivedAssetId } from './derived-id';

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

/** The same by Node's own SHA-1. */
function byNode(namespace: string, name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

describe('ids derived from labels', () => {
  test('the standard’s own example (RFC 9562, A.4)', () => {
    expect(derivedUuid(DNS, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  test('agree with another implementation for any text of any length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (name) => {
        expect(derivedUuid(DNS, name)).toBe(byNode(DNS, name));
      }),
    );
  });

  test('never change, and differ by store, GTIN and serial number', () => {
    const id = derivedAssetId('store-1', '09506000134352', 'AX-77');
    expect(id).toBe(byNode('6f5a2a0e-3c1b-5d0e-9b57-0d7c61f2a4c8', 'store-1\n09506000134352\nAX-77'));
    const others = [
      derivedAssetId('store-2', '09506000134352', 'AX-77'),
      derivedAssetId('store-1', '09506000134369', 'AX-77'),
      derivedAssetId('store-1', '09506000134352', 'AX-78'),
    ];
    expect(new Set([id, ...others]).size).toBe(4);
  });
});

const nothing: RowReader = {
  get: () => Promise.resolve(undefined),
  assetsNumbered: () => Promise.resolve([]),
  named: () => Promise.resolve([]),
};
const hierarchy: RowReader = {
  ...nothing,
  get: async (entity, id) => {
    const rows: Record<string, unknown> = {
      assetClass: { id: 'c', name: 'Cold chain' },
      assetCategory: { id: 'k', name: 'Refrigerators', classId: 'c' },
      assetType: { id: 't', name: 'Freezer', categoryId: 'k' },
    };
    // a test's own rows
    return id.length === 1 ? (rows[entity] as Awaited<ReturnType<RowReader['get']>> as never) : undefined;
  },
};

async function scannedOn(deviceId: string, assetNumber: string, ms: number): Promise<Change[]> {
  let count = 0;
  const newId = () => `${deviceId}-${++count}`;
  const drafts = await addAsset(
    hierarchy,
    {
      storeId: 'store-1',
      id: derivedAssetId('store-1', '09506000134352', 'AX-77'),
      values: {
        assetNumber,
        serialNumber: 'AX-77',
        classId: 'c',
        categoryId: 'k',
        typeId: 't',
        lockedFields: ['serialNumber'],
      },
      firstLog: { functionalStatus: 'FUNCTIONING' },
    },
    { now: ms, newId, mode: 'site', storeIds: ['store-1'], rights: [] },
  );
  if (!drafts.ok) throw new Error(JSON.stringify(drafts.issues));
  const author = { deviceId, userId: deviceId, n: 0, clock: startClock };
  return stamp(drafts.value, author, { now: ms, newId, foldOf: () => undefined }).changes;
}

test('two devices that scan one label, neither knowing of the other, make one asset', async () => {
  const one = await scannedOn('d1', 'HC-001', Date.parse('2026-03-01T08:00:00Z'));
  const two = await scannedOn('d2', 'HC-007', Date.parse('2026-03-01T09:00:00Z'));
  const created = [...one, ...two].filter(({ kind }) => kind === 'asset.create');
  expect(new Set(created.map(({ entityId }) => entityId)).size).toBe(1);
  for (const order of [created, [...created].reverse()]) {
    const fold = foldEntity('asset', order);
    const row = fold && rowOf('asset', created[0]?.entityId ?? '', fold, { storeId: 'store-1' });
    expect(row).toMatchObject({
      assetNumber: 'HC-007',
      serialNumber: 'AX-77',
      lockedFields: ['serialNumber'],
    });
  }
});
