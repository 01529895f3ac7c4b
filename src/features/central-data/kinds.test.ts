// Every entity of central data has its kind, its address, its table and its words; a new one gets these tests by being in the table.
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { entityNames, listedEntities } from '#shared/domain/entities';
import { knownBy } from '#shared/domain/known-by';
import { rightToEdit, rights } from '#shared/domain/rights';
import { ReplicaDatabase } from '../../replica/database';
import { kinds, pagesAt } from './kinds';
import { addressOf, pathOf } from './pieces/record-address';

test('the path of each kind, of its records and of their forms leads to it', () => {
  for (const entity of listedEntities)
    for (const path of [pathOf(entity), addressOf(entity, 'a b'), `${addressOf(entity, 'x')}/edit`])
      expect(pagesAt(path ?? '')?.kind.entity, path).toBe(entity);
  expect(addressOf('packVariant', 'a b')).toBe('/central-data/pack-variants/a%20b');
  expect(addressOf('asset', 'a')).toBeUndefined();
  expect(pagesAt('/central-data/drones')).toBeUndefined();
});

test('every kind is of the entity that it stands under, and of a right', () => {
  for (const entity of listedEntities) {
    expect(kinds[entity].kind.entity).toBe(entity);
    expect(rights).toContain(rightToEdit(entity));
  }
});

test('every entity has its table on a device, and every name that central data are known by is a field of a form', async () => {
  const db = new ReplicaDatabase('kinds', { indexedDB: new IDBFactory(), IDBKeyRange });
  for (const entity of entityNames) expect(await db.rowsOf(entity).count()).toBe(0);
  for (const entity of listedEntities) {
    const fields = await kinds[entity].fields(db, undefined);
    const { shown } = fields({ t: String, list: String } as never);
    expect(shown.map(({ name }) => name)).toEqual(expect.arrayContaining([...(knownBy(entity) ?? [])]));
  }
  db.close();
});
