/** Whoever reads the log tells what a disk has spoilt from all other faults. */
import { expect, test } from 'vitest';
import { DatabaseUnwritable } from '../../port/central-database';
import { RowsDamaged } from '../../port/rows';
import { asSpoiltLog, noticed, noticing, UNREADABLE, type SpoiltLog } from './noticing';
import { unreadable } from './unreadable';

/** As SQLite reports it, with its extended code. */
const ofSqlite = (errcode: number): Error => Object.assign(new Error('of SQLite'), { errcode });

test('what cannot be read as it was written is told from want of room and from a lock', () => {
  const spoilt = { corrupt: 11, 'no database': 26, 'a bad place of the disk': 266 };
  for (const code of Object.values(spoilt)) {
    expect(asSpoiltLog(ofSqlite(code))).toBeDefined();
    expect(asSpoiltLog(new DatabaseUnwritable('refused', { cause: ofSqlite(code) }))).toBeDefined();
  }
  for (const code of [5, 8, 13]) expect(asSpoiltLog(ofSqlite(code))).toBeUndefined();
  expect(asSpoiltLog(new Error('another'))).toBeUndefined();
  // the rows have a keeper of their own
  expect(asSpoiltLog(new RowsDamaged('the rows', { cause: ofSqlite(11) }))).toBeUndefined();
});

test('a change that is none is noticed by the reading that met it, and by no other that is under way', async () => {
  const met: string[] = [];
  let goOn: () => void = () => undefined;
  const waiting = new Promise<void>((resolve) => (goOn = resolve));
  const slow = noticing(
    () => waiting,
    () => met.push('slow'),
  );
  await noticing(
    async () => unreadable(new Uint8Array([1])),
    ({ message }) => met.push(message),
  );
  goOn();
  await slow;
  expect(met).toEqual([UNREADABLE]);
});

test('each method of an object notices, and passes on what it found or threw', async () => {
  const met: SpoiltLog[] = [];
  const fault = ofSqlite(11);
  const reader = noticed({ one: async (n: number) => n, two: () => Promise.reject(fault) }, (spoilt) =>
    met.push(spoilt),
  );
  expect(await reader.one(7)).toBe(7);
  await expect(reader.two()).rejects.toBe(fault);
  expect(met.map(({ cause }) => cause)).toEqual([fault]);
});
