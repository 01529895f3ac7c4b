import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#shared/json';
import type { ChangeRecord } from '../../../replica/records';
import { historyEntries } from './change-history';

const record = (ms: number, kind: string, patch: JsonObject, refused?: string): ChangeRecord => {
  const id = `00000000-0000-4000-8000-${String(ms).padStart(12, '0')}`;
  const hlc = `${String(1_700_000_000_000 + ms)}-0000-d1`;
  return {
    id,
    change: { id, hlc, userId: 'u1', deviceId: 'd1', n: ms, kind, entityId: 'a', patch },
    entity: 'asset',
    entityId: 'a',
    documents: [],
    places: [],
    ...(refused !== undefined && { refused: { code: refused, message: '', at: 0 } }),
  };
};

describe('the history of an asset', () => {
  test('is newest first, and says what each field was before', () => {
    const entries = historyEntries([
      record(3, 'asset.edit', { notes: 'by the door', properties: { volume: 105 } }),
      record(1, 'asset.create', { assetNumber: 'HC-1', storeId: 's1', needsReplacement: false }),
      record(2, 'asset.edit', { notes: 'in the yard' }),
    ]);
    expect(entries.map(({ did, fields }) => [did, fields])).toEqual([
      [
        'edited',
        [
          { field: 'notes', before: 'in the yard', after: 'by the door' },
          { field: 'properties.volume', before: null, after: 105 },
        ],
      ],
      ['edited', [{ field: 'notes', before: null, after: 'in the yard' }]],
      ['created', [{ field: 'assetNumber', before: null, after: 'HC-1' }]],
    ]);
  });

  test('tells removing from bringing back', () => {
    const entries = historyEntries([
      record(1, 'asset.create', { assetNumber: 'HC-1' }),
      record(2, 'asset.remove', { deletedAt: '2026-01-01T00:00:00.000Z' }),
      record(3, 'asset.edit', { deletedAt: null }),
    ]);
    expect(entries.map(({ did }) => did)).toEqual(['restored', 'removed', 'created']);
  });

  test('a refused change is shown, and is no before of the next', () => {
    const [last, refused] = historyEntries([
      record(1, 'asset.create', { notes: 'one' }),
      record(2, 'asset.edit', { notes: 'two' }, 'not-yours'),
      record(3, 'asset.edit', { notes: 'three' }),
    ]);
    expect(refused?.refused).toBe('not-yours');
    expect(last?.fields).toEqual([{ field: 'notes', before: 'one', after: 'three' }]);
  });
});
