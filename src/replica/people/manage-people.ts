/** The list of people of this device, with their rights. Only people with the right to manage it can change it. */
import { personIssue, personRights, type PersonRight } from '#shared/domain/person-rights';
import { accepted, refused, type Result } from '#shared/result';
import type { ReplicaDatabase } from '../database';
import { PEOPLE, type Person } from './people';
import type { HashedPin } from './pin';
import { forgetTries } from './pin-tries';
import { sign, signingOf, type Signing } from './signing';

/** Adds a person. The first one may do everything, and signs from then on. */
export const addPerson = (db: ReplicaDatabase, added: Person): Promise<Result<void>> =>
  managing(db, async ({ people }) => {
    if (people.some(({ userId }) => userId === added.userId)) return refused({ code: 'person-known' });
    const first = people.length === 0;
    const result = await keep(db, [...people, first ? { ...added, rights: personRights } : added]);
    if (first) await sign(db, added.userId);
    return result;
  });

/** Sets the rights of a person from now on. */
export const setRights = (
  db: ReplicaDatabase,
  userId: string,
  rights: readonly PersonRight[],
): Promise<Result<void>> =>
  managing(db, ({ people }) =>
    keep(
      db,
      people.map((one) => (one.userId === userId ? { ...one, rights } : one)),
    ),
  );

/** Another PIN, or none any more. Everyone sets their own; a person who manages the people sets anyone's. */
export const setPin = (db: ReplicaDatabase, userId: string, pin?: HashedPin): Promise<Result<void>> =>
  managing(
    db,
    async ({ people }) => {
      await forgetTries(db, userId);
      return keep(
        db,
        people.map((one) => (one.userId === userId ? withPin(one, pin) : one)),
      );
    },
    userId,
  );

const withPin = ({ userId, name, rights }: Person, pin: HashedPin | undefined): Person => ({
  userId,
  name,
  rights,
  ...(pin && { pin }),
});

/** Removes a person from the list. Their records keep their name. */
export const removePerson = (db: ReplicaDatabase, removed: string): Promise<Result<void>> =>
  managing(db, async ({ people, userId }) => {
    const result = await keep(
      db,
      people.filter((one) => one.userId !== removed),
    );
    if (result.ok && userId === removed) await sign(db, undefined);
    return result;
  });

/** Does it in one transaction, for people who may manage the people of this device; `own`: the person who may do it for themselves. */
function managing(
  db: ReplicaDatabase,
  change: (signing: Signing) => Promise<Result<void>>,
  own?: string,
): Promise<Result<void>> {
  return db.transaction('rw', [db.settings, db.author, db.identity], async () => {
    const signing = await signingOf(db);
    const issue =
      own !== undefined && own === signing.userId && !signing.locked
        ? undefined
        : personIssue(signing.signer, 'manage-people');
    return issue ? refused(issue) : change(signing);
  });
}

async function keep(db: ReplicaDatabase, people: readonly Person[]): Promise<Result<void>> {
  const managed = people.some(({ rights }) => rights.includes('manage-people'));
  if (people.length > 0 && !managed) return refused({ code: 'last-manager' });
  const all = [...people].sort((a, b) => a.name.localeCompare(b.name));
  await db.settings.put({ key: PEOPLE, value: JSON.stringify(all) });
  return accepted(undefined);
}
