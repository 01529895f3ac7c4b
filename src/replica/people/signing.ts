/** The person who signs on this device now, and their rights: for the commands, and for the choices that screens offer. */
import { personRights, type CommandRight, type PersonRight, type Signer } from '#shared/domain/person-rights';
import { may, type Right } from '#shared/domain/rights';
import type { ReplicaDatabase } from '../database';
import type { StaffIdentity } from '../records';
import { readPeople, type Person } from './people';

export const LOCKED = 'locked';

export interface Signing {
  people: readonly Person[];
  /** the id of the person who signs; absent: nobody has chosen their name */
  userId?: string;
  locked: boolean;
  /** the person who signs, for the rights of now; absent: everything is allowed */
  signer?: Signer;
}

/** The present signing. Without a list of people, every user may do everything; support staff may do at a store what their right allows. */
export async function signingOf(db: ReplicaDatabase): Promise<Signing> {
  const [people, identity, author, lock] = await Promise.all([
    readPeople(db),
    db.identity.get('me'),
    db.author.get('me'),
    db.settings.get(LOCKED),
  ]);
  if (identity?.kind === 'staff') return { people: [], locked: false, signer: staffSigner(identity) };
  if (people.length === 0 || identity?.kind !== 'site') return { people, locked: false };
  const person = people.find(({ userId }) => userId === author?.userId);
  const locked = lock?.value === true;
  const rights = person?.rights ?? commonRights(people);
  const signer = { ...(person && { name: person.name }), rights, locked };
  return { people, ...(person && { userId: person.userId }), locked, signer };
}

/** The rights of staff that a command takes. Imported rows are added and edited one by one, and central judges them as such. */
const commandsOf: readonly [CommandRight, ...Right[]][] = [
  ['record-status', 'record-status'],
  ['edit', 'edit-equipment'],
  ['remove', 'remove-equipment'],
  ['merge', 'merge-equipment'],
  ['import', 'import-equipment', 'edit-equipment'],
];

/** Central judges by the same right: it is asked for here so that nothing is offered that would be refused. */
const staffSigner = ({ user }: StaffIdentity): Signer => ({
  isStaff: true,
  rights: commandsOf.flatMap(([right, ...needed]) =>
    needed.every((one) => may(user.permissions, one)) ? [right] : [],
  ),
});

/** Without a name a person has the rights that everyone here has: anyone else's name could be chosen for it as well. */
const commonRights = (people: readonly Person[]): PersonRight[] =>
  personRights.filter((right) => people.every(({ rights }) => rights.includes(right)));

/** Makes this person sign from now on; undefined: the device itself. Support staff always sign as themselves. */
export async function sign(db: ReplicaDatabase, userId: string | undefined): Promise<void> {
  const identity = await db.identity.get('me');
  if (identity?.kind !== 'site') return;
  await db.author.update('me', { userId: userId ?? identity.deviceId });
  await db.settings.delete(LOCKED);
}
