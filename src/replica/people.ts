/**
 * The people who share this device, and what each may do on it. Who is chosen signs what is written here: the change's `userId` is
 * then their name and the code of the site, so that a reader anywhere knows the person without a list of people.
 */
import { isPersonRight, personRights, type PersonRight } from '#shared/domain/person-rights';
import { limits } from '#shared/protocol/limits';
import * as z from 'zod/mini';
import type { ReplicaDatabase } from './database';
import type { HashedPin } from './pin';

export interface Person {
  userId: string;
  name: string;
  rights: readonly PersonRight[];
  /** absent: anyone may choose this name */
  pin?: HashedPin;
}

const kept = z.array(
  z.object({
    userId: z.string(),
    name: z.string(),
    pin: z.optional(z.object({ salt: z.string(), hash: z.string() })),
    // names from before there were rights could do everything; a right that only a newer app knows is passed over
    rights: z.optional(z.array(z.string())),
  }),
);

export const PEOPLE = 'people';

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
  const text = (await db.settings.get(PEOPLE))?.value;
  if (typeof text !== 'string') return [];
  try {
    const parsed = z.safeParse(kept, JSON.parse(text));
    return parsed.success ? parsed.data.map(asPerson) : [];
  } catch {
    return [];
  }
}

const asPerson = ({ userId, name, rights, pin }: z.infer<typeof kept>[number]): Person => ({
  userId,
  name,
  rights: rights === undefined ? personRights : rights.filter(isPersonRight),
  ...(pin && { pin }),
});
