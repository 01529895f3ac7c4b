/** Choosing one's name: with the PIN where there is one. Wrong ones make the next try wait, longer each time. */
import { accepted, refused, type Issue, type Result } from '#shared/result';
import type { ReplicaDatabase } from '../database';
import type { Person } from './people';
import { fitsPin } from './pin';
import { countTry, forgetTries } from './pin-tries';
import { sign, signingOf } from './signing';

export interface Choice {
  /** absent: nobody, so that the device itself signs */
  userId?: string;
  pin?: string;
  /** this device's clock, milliseconds */
  now: number;
}

/** Refuses with `pin-needed`, `pin-wrong`, `pin-waits` (data: seconds), `device-locked` or `not-found`. */
export async function choosePerson(db: ReplicaDatabase, { userId, pin, now }: Choice): Promise<Result<void>> {
  const signing = await signingOf(db);
  if (userId === undefined) {
    if (signing.locked) return refused({ code: 'device-locked' });
    return signed(db, undefined);
  }
  const person = signing.people.find((one) => one.userId === userId);
  if (!person) return refused({ code: 'not-found' });
  const signsAlready = signing.userId === userId && !signing.locked;
  const issue = signsAlready ? undefined : await pinIssue(db, person, pin, now);
  if (issue) return refused(issue);
  await forgetTries(db, userId);
  return signed(db, userId);
}

async function signed(db: ReplicaDatabase, userId: string | undefined): Promise<Result<void>> {
  await db.transaction('rw', [db.settings, db.author, db.identity], () => sign(db, userId));
  return accepted(undefined);
}

async function pinIssue(
  db: ReplicaDatabase,
  person: Person,
  pin: string | undefined,
  now: number,
): Promise<Issue | undefined> {
  if (!person.pin) return undefined;
  if (pin === undefined) return { code: 'pin-needed' };
  const wait = await countTry(db, person.userId, now);
  if (wait > 0) return { code: 'pin-waits', data: { seconds: Math.ceil(wait / 1000) } };
  return (await fitsPin(pin, person.pin)) ? undefined : { code: 'pin-wrong' };
}
