import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change } from './change';
import { foldEntity } from './fold';
import { grownRow, rowOf } from './row';
import type { JsonObject } from '../json';

const value = fc.oneof(fc.string({ maxLength: 5 }), fc.constant(null), fc.boolean());
const field = fc.constantFrom(
  'assetNumber',
  'notes',
  'donor',
  'deletedAt',
  'modifiedAt',
  'id',
  'of a newer app',
);
const patch = fc.record(
  {
    fields: fc.dictionary(field, value, { maxKeys: 3 }),
    properties: fc.dictionary(fc.constantFrom('colour', '__proto__', 'constructor', 'size'), value, {
      maxKeys: 2,
    }),
  },
  { requiredKeys: ['fields'] },
);
const edits = fc.array(fc.record({ kind: fc.constantFrom('asset.edit', 'asset.remove'), patch }), {
  maxLength: 6,
});

function changeOf(n: number, kind: string, said: { fields: JsonObject; properties?: JsonObject }): Change {
  return {
    ...{ id: `change-${n}`, hlc: `${1_700_000_000_000 + n}-0000-d`, userId: 'u', deviceId: 'd', n, kind },
    entityId: 'a',
    patch: { ...said.fields, ...(said.properties && { properties: said.properties }) },
  };
}

const rowFrom = (changes: readonly Change[]) => {
  const fold = foldEntity('asset', changes);
  const row = fold && rowOf('asset', 'a', fold, { storeId: 's' });
  if (!row) throw new Error('there is no row');
  return row;
};

describe('[F2] a change that is newer than all', () => {
  test('makes the same row in place as all changes do together', () => {
    fc.assert(
      fc.property(patch, edits, (first, later) => {
        const changes = [
          changeOf(1, 'asset.create', first),
          ...later.map((edit, index) => changeOf(index + 2, edit.kind, edit.patch)),
        ];
        const [made, ...rest] = changes;
        if (!made) throw new Error('nothing was made');
        const grown = rest.reduce((row, change) => grownRow('asset', row, change), rowFrom([made]));
        expect(grown).toEqual(rowFrom(changes));
      }),
    );
  });

  test('costs as much after 20,000 edits of one field as after one', () => {
    const changes = Array.from({ length: 20_000 }, (_, index) =>
      changeOf(index + 1, index === 0 ? 'asset.create' : 'asset.edit', { fields: { notes: `${index}` } }),
    );
    const began = performance.now();
    const fold = foldEntity('asset', changes);
    // a list that is copied for each of them takes some ten seconds
    expect(performance.now() - began).toBeLessThan(2000);
    expect(fold?.fields.get('notes')?.open).toHaveLength(19_999);
  });
});
