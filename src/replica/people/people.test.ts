import { updateStatus } from '#shared/commands/update-status';
import { addAsset } from '#shared/commands/add-asset';
import { editAsset } from '#shared/commands/edit-asset';
import { personRights, type PersonRight } from '#shared/domain/person-rights';
import { limits } from '#shared/protocol/limits';
import { describe, expect, test } from 'vitest';
import { fridge, joinedReplica, withHierarchy } from '../../../tests/sync/replicas';
import { choosePerson } from './choose-person';
import { lockDevice, readLockAfter, setLockAfter } from './device-lock';
import { addPerson, removePerson, setPin, setRights } from './manage-people';
import { nameOfPerson, personId, readPeople, type Person } from './people';
import { fitsPin, hashPin, isPin } from './pin';
import { signingOf } from './signing';
import type { Replica } from '../replica';

const named = (name: string, ...rights: PersonRight[]): Person => ({ userId: `${name}@SITE`, name, rights });
const amina = named('Amina', 'record-status', 'edit', 'manage-people');
const joao = named('João', 'record-status');
const lena = named('Lena');

const codeOf = (result: { ok: boolean; issues?: { code: string }[] }): string =>
  result.ok ? 'ok' : (result.issues?.[0]?.code ?? '');

/** A device with one asset, and these people in the order in which they were added; the first may do everything. */
async function deviceOf(...people: Person[]): Promise<{ replica: Replica; assetId: string }> {
  const replica = await joinedReplica();
  await withHierarchy(replica.db);
  const added = await replica.commit(addAsset, fridge('1'));
  for (const person of people) expect(codeOf(await addPerson(replica.db, person))).toBe('ok');
  return { replica, assetId: added.ok ? (added.value[0]?.entityId ?? '') : '' };
}

const choose = (replica: Replica, person: Person | undefined, pin?: string, now = 0) =>
  choosePerson(replica.db, {
    ...(person && { userId: person.userId }),
    ...(pin !== undefined && { pin }),
    now,
  });

/** The outcomes of recording a status, and of an edit. */
async function tried({ replica, assetId }: { replica: Replica; assetId: string }): Promise<string[]> {
  return [
    codeOf(await replica.commit(updateStatus, { assetId, functionalStatus: 'NOT_IN_USE' })),
    codeOf(await replica.commit(editAsset, { id: assetId, values: { notes: crypto.randomUUID() } })),
  ];
}

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
  test('sign what they write; before anyone is chosen the device signs', async () => {
    const { replica, assetId } = await deviceOf(amina);
    await replica.commit(updateStatus, { assetId, functionalStatus: 'NOT_IN_USE' });
    await choose(replica, undefined);
    await replica.commit(updateStatus, { assetId, functionalStatus: 'FUNCTIONING' });
    const changes = (await replica.db.changes.toArray()).map(({ change }) => change);
    const signed = changes.sort((a, b) => a.n - b.n).map(({ userId }) => userId);
    expect(signed).toEqual(['device-1', 'device-1', 'Amina@SITE', 'device-1']);
  });

  test('are kept; one who is removed signs no more', async () => {
    const { replica } = await deviceOf(amina, joao);
    expect(codeOf(await addPerson(replica.db, joao))).toBe('person-known');
    expect((await readPeople(replica.db)).map(({ name }) => name)).toEqual(['Amina', 'João']);
    await setRights(replica.db, joao.userId, personRights);
    expect((await signingOf(replica.db)).userId).toBe('Amina@SITE');
    await removePerson(replica.db, amina.userId);
    expect((await readPeople(replica.db)).map(({ name }) => name)).toEqual(['João']);
    expect((await signingOf(replica.db)).userId).toBeUndefined();
  });

  test('are none where another version kept something else', async () => {
    const { db } = await joinedReplica();
    await db.settings.put({ key: 'people', value: '{"a":1}' });
    expect(await readPeople(db)).toEqual([]);
  });

  test('from before there were rights may do everything', async () => {
    const { db } = await joinedReplica();
    await db.settings.put({ key: 'people', value: '[{"userId":"Amina@SITE","name":"Amina"}]' });
    expect((await readPeople(db))[0]?.rights).toEqual(personRights);
  });
});

describe('rights on a shared device', () => {
  test('without any people everything is allowed', async () => {
    expect(await tried(await deviceOf())).toEqual(['ok', 'ok']);
  });

  test('a person does what they may, and is told what they may not', async () => {
    const device = await deviceOf(amina, joao, lena);
    expect(await tried(device)).toEqual(['ok', 'ok']);
    await choose(device.replica, joao);
    expect(await tried(device)).toEqual(['ok', 'person-may-not-edit']);
    await choose(device.replica, lena);
    expect(await tried(device)).toEqual(['person-may-not-record-status', 'person-may-not-edit']);
  });

  test('what is refused leaves nothing behind', async () => {
    const device = await deviceOf(amina, lena);
    const before = await device.replica.db.changes.count();
    await choose(device.replica, lena);
    await tried(device);
    expect(await device.replica.db.changes.count()).toBe(before);
    expect(await device.replica.db.outbox.count()).toBe(before);
  });

  test('without a name one may do what everyone may', async () => {
    const device = await deviceOf(amina, joao);
    await choose(device.replica, undefined);
    expect(await tried(device)).toEqual(['ok', 'name-not-chosen']);
  });

  test('a name that was taken off the device in another tab may do no more than no name', async () => {
    const device = await deviceOf(amina, joao, lena);
    await choose(device.replica, joao);
    await device.replica.db.settings.put({ key: 'people', value: JSON.stringify([amina, lena]) });
    expect(await tried(device)).toEqual(['name-not-chosen', 'name-not-chosen']);
  });

  test('only who may manage the people changes them, and one who may always stays', async () => {
    const { replica } = await deviceOf(amina, joao);
    expect(codeOf(await setRights(replica.db, amina.userId, ['edit']))).toBe('last-manager');
    expect(codeOf(await removePerson(replica.db, amina.userId))).toBe('last-manager');
    await choose(replica, joao);
    const mayNot = 'person-may-not-manage-people';
    expect(codeOf(await setRights(replica.db, joao.userId, personRights))).toBe(mayNot);
    expect(codeOf(await addPerson(replica.db, lena))).toBe(mayNot);
    expect(codeOf(await removePerson(replica.db, amina.userId))).toBe(mayNot);
    expect(codeOf(await setPin(replica.db, amina.userId))).toBe(mayNot);
    expect(codeOf(await setLockAfter(replica.db, 5))).toBe(mayNot);
  });

  test('the last person may leave, and then everything is allowed again', async () => {
    const device = await deviceOf(amina);
    expect(codeOf(await removePerson(device.replica.db, amina.userId))).toBe('ok');
    expect(await tried(device)).toEqual(['ok', 'ok']);
  });
});

describe('a locked device', () => {
  test('writes nothing until someone chooses their name', async () => {
    const device = await deviceOf(amina);
    await lockDevice(device.replica.db);
    expect(await tried(device)).toEqual(['device-locked', 'device-locked']);
    expect(codeOf(await choose(device.replica, undefined))).toBe('device-locked');
    expect(codeOf(await setPin(device.replica.db, amina.userId))).toBe('device-locked');
    await choose(device.replica, amina);
    expect(await tried(device)).toEqual(['ok', 'ok']);
  });

  test('asks for the PIN again of the one who signed', async () => {
    const device = await deviceOf(amina);
    await setPin(device.replica.db, amina.userId, await hashPin('2468'));
    expect(codeOf(await choose(device.replica, amina))).toBe('ok');
    await lockDevice(device.replica.db);
    expect(codeOf(await choose(device.replica, amina))).toBe('pin-needed');
    expect(codeOf(await choose(device.replica, amina, '2468'))).toBe('ok');
  });

  test('is never one that nobody could unlock', async () => {
    const device = await deviceOf();
    await lockDevice(device.replica.db);
    expect(await tried(device)).toEqual(['ok', 'ok']);
  });

  test('locks after the minutes that were chosen', async () => {
    const { replica } = await deviceOf(amina);
    expect(await readLockAfter(replica.db)).toBe(0);
    await setLockAfter(replica.db, 5);
    expect(await readLockAfter(replica.db)).toBe(5);
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

  test('is needed to choose the name, and one sets one’s own', async () => {
    const { replica } = await deviceOf(amina, joao);
    await choose(replica, joao);
    expect(codeOf(await setPin(replica.db, joao.userId, await hashPin('1357')))).toBe('ok');
    await choose(replica, amina);
    expect(codeOf(await choose(replica, joao))).toBe('pin-needed');
    expect((await signingOf(replica.db)).userId).toBe('Amina@SITE');
    expect(codeOf(await choose(replica, joao, '1357'))).toBe('ok');
    expect((await signingOf(replica.db)).userId).toBe('João@SITE');
  });

  test('cannot be guessed quickly: after three wrong ones each try waits longer, the right one too', async () => {
    const { replica } = await deviceOf(amina, { ...joao, pin: await hashPin('1357') });
    for (let n = 0; n < 3; n++) expect(codeOf(await choose(replica, joao, '0000', n))).toBe('pin-wrong');
    const waiting = await choose(replica, joao, '1357', 3);
    expect(waiting).toEqual({ ok: false, issues: [{ code: 'pin-waits', data: { seconds: 30 } }] });
    expect(codeOf(await choose(replica, joao, '0000', 31_000))).toBe('pin-wrong');
    expect(codeOf(await choose(replica, joao, '1357', 90_000))).toBe('pin-waits');
    expect(codeOf(await choose(replica, joao, '1357', 92_000))).toBe('ok');
    await choose(replica, amina);
    expect(codeOf(await choose(replica, joao, '0000', 93_000))).toBe('pin-wrong');
  });

  test('is tried no faster in many tabs, and a clock that is set back keeps nobody out for long', async () => {
    const { replica } = await deviceOf(amina, { ...joao, pin: await hashPin('1357') });
    const now = 10_000_000;
    const codes = await Promise.all([1, 2, 3, 4, 5].map(() => choose(replica, joao, '0000', now)));
    expect(codes.map(codeOf).filter((code) => code === 'pin-wrong')).toHaveLength(3);
    const quarterOfAnHour = 15 * 60_000;
    expect(codeOf(await choose(replica, joao, '1357', now - 10 * quarterOfAnHour))).toBe('pin-waits');
    expect(codeOf(await choose(replica, joao, '1357', now - 9 * quarterOfAnHour))).toBe('ok');
  });

  test('that was forgotten is set anew by who manages the people', async () => {
    const { replica } = await deviceOf(amina, { ...joao, pin: await hashPin('1357') });
    for (let n = 0; n < 3; n++) await choose(replica, joao, '0000');
    await setPin(replica.db, joao.userId, await hashPin('2468'));
    expect(codeOf(await choose(replica, joao, '2468'))).toBe('ok');
  });
});
