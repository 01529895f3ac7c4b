/**
 * The people who share this device, and their rights on it. The chosen person signs all changes made here: the change's
 * `userId` is then their name and the code of the site, so that a reader anywhere knows the person without a list of people.
 */
import { isPersonRight, personRights, type PersonRight } from '#shared/domain/person-rights';
import { limits } from '#shared/protocol/limits';
import type { ReplicaDatabase } from '../database';
import type { HashedPin } from './pin';

export interface Person {
  userId: string;
  name: string;
  rights: readonly PersonRight[];
  /** absent: anyone may choose this name */
  pin?: HashedPin;
}

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
    const kept: unknown = JSON.parse(text);
    const people = Array.isArray(kept) ? kept.map(personOf) : [];
    return people.every((person) => person !== undefined) ? people : [];
  } catch {
    return [];
  }
}

/** Checked by hand: every start reads this, and zod, which takes longer to start than this page, is not there yet. */
function personOf(kept: unknown): Person | undefined {
  if (!isRecord(kept)) return undefined;
  const { userId, name, pin, rights } = kept;
  if (typeof userId !== 'string' || typeof name !== 'string') return undefined;
  const known = rightsOf(rights);
  if (!known || (pin !== undefined && !isHashedPin(pin))) return undefined;
  return { userId, name, rights: known, ...(pin && { pin: { salt: pin.salt, hash: pin.hash } }) };
}

/** Names from before there were rights could do everything; a right that only a newer app knows is passed over. */
function rightsOf(kept: unknown): readonly PersonRight[] | undefined {
  if (kept === undefined) return personRights;
  const areTexts = Array.isArray(kept) && kept.every((right) => typeof right === 'string');
  return areTexts ? kept.filter(isPersonRight) : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isHashedPin = (value: unknown): value is HashedPin =>
  isRecord(value) && typeof value['salt'] === 'string' && typeof value['hash'] === 'string';
