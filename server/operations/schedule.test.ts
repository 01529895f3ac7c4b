/** The decisions of the schedule, and one run of a command in a process of its own. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { builtServer } from '../../tests/support/built-server';
import { openSqliteDatabase } from '../database/sqlite/open-database';
import { lastBackups, noteLastBackup, readLastBackup } from './backup/last-backup';
import { inOwnProcess, type RunOperation } from './in-own-process';
import { schedule, waitFor } from './schedule';

const HOUR = 60 * 60 * 1000;
const NOW = Date.UTC(2026, 5, 1, 12);
const ago = (ms: number): string => new Date(NOW - ms).toISOString();
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'waypost-schedule-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test('a backup is due when there is none, when the last one is old, and when it is of the future', () => {
  expect(waitFor(undefined, HOUR, NOW)).toBe(0);
  expect(waitFor(ago(2 * HOUR), HOUR, NOW)).toBe(0);
  expect(waitFor(ago(HOUR / 4), HOUR, NOW)).toBe((HOUR * 3) / 4);
  expect(waitFor(ago(-HOUR), HOUR, NOW)).toBe(0);
});

const planned = (run: RunOperation, backupTo: string | undefined = '/backups') =>
  schedule({
    config: { backupTo, backupEvery: 24 * HOUR },
    last: lastBackups(dataDir, undefined),
    run,
    log: quiet,
    now: () => NOW,
  });

/** Runs nothing, and makes the notes of a command. */
const recorder =
  (done: string[][], ok = true): RunOperation =>
  async (args) => {
    done.push([...args]);
    if (!ok) return { ok: false, line: 'The folder is not there.' };
    await noteLastBackup(dataDir, args[0] === 'backup' ? { time: ago(0) } : { rehearsedAt: ago(0) });
    return { ok: true };
  };

test('the first time a backup is taken and rehearsed; then neither before its time', async () => {
  const done: string[][] = [];
  const timetable = planned(recorder(done));
  await timetable.doDue();
  await timetable.doDue();
  expect(done).toEqual([['backup', '/backups'], ['rehearse']]);
  await timetable.stop();
});

test('a week after the last rehearsal the newest backup is rehearsed again', async () => {
  await noteLastBackup(dataDir, { time: ago(25 * HOUR), rehearsedAt: ago(8 * 24 * HOUR) });
  const done: string[][] = [];
  const timetable = planned(recorder(done));
  await timetable.doDue();
  expect(done.map(([name]) => name)).toEqual(['backup', 'rehearse']);
  await timetable.stop();
});

test('one that fails is counted, is not rehearsed, and the last good one keeps its age', async () => {
  await noteLastBackup(dataDir, { time: ago(25 * HOUR) });
  const done: string[][] = [];
  const timetable = planned(recorder(done, false));
  await timetable.doDue();
  expect(done).toEqual([['backup', '/backups']]);
  expect(timetable.failures).toBe(1);
  expect(readLastBackup(dataDir).time).toBe(ago(25 * HOUR));
  await timetable.stop();
});

test('a stop that comes while it is asked what is due begins no backup', async () => {
  const done: string[][] = [];
  let answer: (last: { time?: string }) => void = () => undefined;
  const first = new Promise<{ time?: string }>((resolve) => (answer = resolve));
  const timetable = schedule({
    config: { backupTo: '/backups', backupEvery: HOUR },
    last: { read: () => first },
    run: recorder(done),
    log: quiet,
    now: () => NOW,
  });
  const work = timetable.doDue();
  await new Promise(setImmediate);
  const stopped = timetable.stop();
  answer({});
  await Promise.all([work, stopped]);
  expect(done).toEqual([]);
});

test('without BACKUP_TO nothing is done', async () => {
  const done: string[][] = [];
  const timetable = schedule({
    config: { backupTo: undefined, backupEvery: HOUR },
    last: lastBackups(dataDir, undefined),
    run: recorder(done),
    log: quiet,
    now: () => NOW,
  });
  await timetable.doDue();
  expect(done).toEqual([]);
  await timetable.stop();
});

test('the command runs in a process of its own, in the data directory of the server', async () => {
  const database = await openSqliteDatabase({ path: join(dataDir, 'waypost.sqlite') });
  const to = mkdtempSync(join(tmpdir(), 'waypost-backups-'));
  const run = inOwnProcess(builtServer, dataDir);
  const { signal } = new AbortController();
  expect(await run(['backup', to], signal)).toEqual({ ok: true });
  expect(readLastBackup(dataDir).to).toBe(to);
  expect(readdirSync(to)).toHaveLength(1);
  expect(await run(['backup', join(to, 'none')], signal)).toEqual({
    ok: false,
    line: `The folder ${join(to, 'none')} for backups is not there.`,
  });
  await database.close();
  rmSync(to, { recursive: true });
});
