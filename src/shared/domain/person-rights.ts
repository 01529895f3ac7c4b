/** The rights of the people who share a device. Only that device knows its own people: central judges the device. */
import type { Issue } from '../result';

export const personRights = ['record-status', 'edit', 'manage-people'] as const;
export type PersonRight = (typeof personRights)[number];

export const isPersonRight = (text: string): text is PersonRight =>
  personRights.some((right) => right === text);

/** The rights that commands take. Support staff have a right for each; the people of a device who may edit may do these as well. */
export const commandRights = [...personRights, 'remove', 'merge', 'import'] as const;
export type CommandRight = (typeof commandRights)[number];

const asPerson = (right: CommandRight): PersonRight =>
  right === 'remove' || right === 'merge' || right === 'import' ? 'edit' : right;

/** The person who signs, on a device whose people may not all do the same. */
export interface Signer {
  /** absent: nobody has chosen their name */
  name?: string;
  rights: readonly CommandRight[];
  /** support staff: their rights decide what they may do, not people of a device */
  isStaff?: boolean;
  /** the device waits for someone to choose their name again */
  locked?: boolean;
}

/** The reason why the signer may not use a right; undefined when they may. Without a signer everyone may do everything. */
export function personIssue(signer: Signer | undefined, right: CommandRight): Issue | undefined {
  if (!signer) return undefined;
  if (signer.locked) return { code: 'device-locked' };
  if (signer.rights.includes(signer.isStaff ? right : asPerson(right))) return undefined;
  if (signer.isStaff) return { code: 'no-right' };
  if (signer.name === undefined) return { code: 'name-not-chosen' };
  return { code: `person-may-not-${asPerson(right)}`, data: { name: signer.name } };
}
