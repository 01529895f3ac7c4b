import { updateStatus } from '#shared/commands/update-status';
import { addAsset } from '#shared/commands/add-asset';
import { limits } from '#shared/protocol/limits';
import { describe, expect, test } from 'vitest';
import { fridge, joinedReplica, withHierarchy } from '../../tests/sync/replicas';
import { addPerson, nameOfPerson, personId, readPeople, readSigner, removePerson, sign } from './people';
import { fitsPin, hashPin, isPin } from './pin';

describe('the id under which a person signs', () => {
  test('is their name and the site, however they typed it', () => {
    expect(personId('  Amina   Diallo ', 'HC-014')).toBe('Amina Diallo@HC-014');
    expect(personId('Ame\u0301lie', 'HC-014')).toBe(personId('Amélie', 'HC-014'));
    expect(nameOfPerson(personId('أمينة @ ديالو', 'HC-014'))).toBe('أمينة ديالو');
  });

  test('is never longer than an id may be', () => {
    expect(personId('x'.repeat(200), 'y'.repeat(100)).length).toBeLessThanOrEqual(limits.idLength);
  });

  test('is not that of a device', () => {
    expect(nameOfPerson('0190c0de-0000-7000-8000-000000000000')).toBeUndefined();
  });
});

describe('people on one device', () => {
  const amina = { userId: 'Amina@SITE', name: 'Amina' };
  const joao = { userId: 'João@SITE', name: 'João' };

  test('sign what they write; before anyone is chosen the device signs', async () => {
    const replica = await joinedReplica('device-1');
    await withHierarchy(replica.db);
    const added = await replica.commit(addAsset, fridge('1'));
    const assetId = added.ok ? (added.value[0]?.entityId ?? '') : '';
    await addPerson(replica.db, amina);
    await replica.commit(updateStatus, { assetId, functionalStatus: 'NOT_IN_USE' });
    await sign(replica.db, undefined);
    await replica.commit(updateStatus, { assetId, functionalStatus: 'FUNCTIONING' });
    const changes = (await replica.db.changes.toArray()).map(({ change }) => change);
    const signed = changes.sort((a, b) => a.n - b.n).map(({ userId }) => userId);
    expect(signed).toEqual(['device-1', 'device-1', 'Amina@SITE', 'device-1']);
    expect(
      (await replica.db.assetLogs.toArray()).filter(({ userId }) => userId === 'Amina@SITE'),
    ).toHaveLength(1);
  });

  test('are kept; one who is removed signs no more', async () => {
    const { db } = await joinedReplica();
    await addPerson(db, joao);
    await addPerson(db, amina);
    await addPerson(db, amina);
    expect((await readPeople(db)).map(({ name }) => name)).toEqual(['Amina', 'João']);
    expect(await readSigner(db)).toBe('Amina@SITE');
    await removePerson(db, 'Amina@SITE');
    expect([await readPeople(db), await readSigner(db)]).toEqual([[joao], undefined]);
  });

  test('are none where another version kept something else', async () => {
    const { db } = await joinedReplica();
    await db.settings.put({ key: 'people', value: '{"a":1}' });
    expect(await readPeople(db)).toEqual([]);
  });
});

describe('a PIN', () => {
  test('fits itself only, and is never kept as it is', async () => {
    const kept = await hashPin('2468');
    expect(await fitsPin('2468', kept)).toBe(true);
    expect(await fitsPin('2469', kept)).toBe(false);
    expect(JSON.stringify(kept)).not.toContain('2468');
    expect((await hashPin('2468')).hash).not.toBe(kept.hash);
  });

  test.each(['', '123', '123456789', 'abcd', '12 34'])('is not %j', (text) => {
    expect(isPin(text)).toBe(false);
  });
});
