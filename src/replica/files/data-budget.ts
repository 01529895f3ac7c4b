/**
 * The bytes of files that this device may send in a day, and the bytes that it sent. The device counts for itself. Bytes that
 * were sent in vain count too, since people pay for them as well. A day is one of the device's own calendar.
 */
import type { ReplicaDatabase } from '../database';

interface DataBudget {
  /** bytes a day; absent: no limit */
  limit?: number;
  sentToday: number;
  /** a person chose that today it does not count */
  isLifted: boolean;
}

/** Bytes a day that a person can choose; 0: no limit. */
export const budgetChoices = [0, 5e6, 20e6, 100e6] as const;

/** Less than this is not worth a call: then the day's data are used up. */
const LEAST = 4_000;

const keys = ['filesBudget', 'filesSentDay', 'filesSentBytes', 'filesSendAnyway'] as const;

export async function readDataBudget(db: ReplicaDatabase, now: number): Promise<DataBudget> {
  const [limit, day, sent, anyway] = (await db.settings.bulkGet([...keys])).map((setting) => setting?.value);
  const today = dayOf(now);
  return {
    ...(typeof limit === 'number' && limit > 0 && { limit }),
    sentToday: day === today && typeof sent === 'number' ? sent : 0,
    isLifted: anyway === today,
  };
}

/** Bytes that may still go today. */
export function leftToday({ limit, sentToday, isLifted }: DataBudget): number {
  if (limit === undefined || isLifted) return Infinity;
  return limit - sentToday < LEAST ? 0 : limit - sentToday;
}

export async function countSent(db: ReplicaDatabase, bytes: number, now: number): Promise<void> {
  await db.transaction('rw', db.settings, async () => {
    const { sentToday } = await readDataBudget(db, now);
    await db.settings.bulkPut([
      { key: 'filesSentDay', value: dayOf(now) },
      { key: 'filesSentBytes', value: sentToday + bytes },
    ]);
  });
}

export const limitData = (db: ReplicaDatabase, bytesADay: number): Promise<string> =>
  db.settings.put({ key: 'filesBudget', value: bytesADay });

/** Lifts the limit for the rest of today. */
export const sendAnyway = (db: ReplicaDatabase, now: number): Promise<string> =>
  db.settings.put({ key: 'filesSendAnyway', value: dayOf(now) });

/** The start of the next day, milliseconds. */
export function nextDay(now: number): number {
  const day = new Date(now);
  return day.setHours(24, 0, 0, 0);
}

function dayOf(now: number): string {
  const day = new Date(now);
  return `${day.getFullYear()}-${day.getMonth() + 1}-${day.getDate()}`;
}
