/**
 * The people who share this device. Who is chosen signs what is written here: the change's `userId` is then their name and the
 * code of the site, so that a reader anywhere knows the person without a list of people.
 */
import * as z from 'zod/mini';
import { limits } from '#shared/protocol/limits';
import type { ReplicaDatabase } from './database';

const person = z.object({
  userId: z.string(),
  name: z.string(),
  /** absent: anyone may choose this name */
  pin: z.optional(z.object({ salt: z.string(), hash: z.string() })),
});
const people = z.array(person);
export type Person = z.infer<typeof person>;

const key = 'people';

/** "Amina Diallo" of site HC-014 signs as `Amina Diallo@HC-014`: the same on every device of the site. */
export function personId(name: string, siteCode: string): string {
  const end = `@${siteCode.slice(0, 20)}`;
  return (
    tidyName(name)
      .slice(0, limits.idLength - end.length)
      .trimEnd() + end
  );
}

export const tidyName = (name: string): string =>
  name
    .normalize('NFC')
    .replace(/[\p{Cc}@]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** The name within the id of a person; undefined for the id of a device or of support staff. */
export function nameOfPerson(userId: string): string | undefined {
  const end = userId.lastIndexOf('@');
  return end > 0 ? userId.slice(0, end) : undefined;
}

export async function readPeople(db: ReplicaDatabase): Promise<Person[]> {
  const kept = (await db.settings.get(key))?.value;
  if (typeof kept !== 'string') return [];
  try {
    const parsed = z.safeParse(people, JSON.parse(kept));
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}

/** Who signs now: the id of a person, or undefined while it is the device itself. */
export async function readSigner(db: ReplicaDatabase): Promise<string | undefined> {
  const author = await db.author.get('me');
  return author && nameOfPerson(author.userId) !== undefined ? author.userId : undefined;
}

/** Adds a person, or gives the one with this id another PIN, and lets them sign. */
export const addPerson = (db: ReplicaDatabase, added: Person): Promise<void> =>
  db.transaction('rw', [db.settings, db.author, db.identity], async () => {
    const others = (await readPeople(db)).filter(({ userId }) => userId !== added.userId);
    const all = [...others, added].sort((a, b) => a.name.localeCompare(b.name));
    await db.settings.put({ key, value: JSON.stringify(all) });
    await sign(db, added.userId);
  });

/** What they wrote keeps their name. */
export const removePerson = (db: ReplicaDatabase, userId: string): Promise<void> =>
  db.transaction('rw', [db.settings, db.author, db.identity], async () => {
    const others = (await readPeople(db)).filter((one) => one.userId !== userId);
    await db.settings.put({ key, value: JSON.stringify(others) });
    if ((await readSigner(db)) === userId) await sign(db, undefined);
  });

/** From now on this person signs; undefined: the device itself. Support staff always sign as themselves. */
export async function sign(db: ReplicaDatabase, userId: string | undefined): Promise<void> {
  const identity = await db.identity.get('me');
  if (identity?.kind !== 'site') return;
  await db.author.update('me', { userId: userId ?? identity.deviceId });
}
