/** What the people who share a device may do there. A device's own people are known to that device alone: central judges the device. */
import type { Issue } from '../result';

export const personRights = ['record-status', 'edit', 'manage-people'] as const;
export type PersonRight = (typeof personRights)[number];

export const isPersonRight = (text: string): text is PersonRight =>
  personRights.some((right) => right === text);

/** What a command takes. Support staff have a right for each; the people of a device who may edit may do these as well. */
export const commandRights = [...personRights, 'remove', 'merge', 'import'] as const;
export type CommandRight = (typeof commandRights)[number];

const asPerson = (right: CommandRight): PersonRight =>
  right === 'remove' || right === 'merge' || right === 'import' ? 'edit' : right;

/** Who signs on a device whose people may not all do the same. */
export interface Signer {
  /** absent: nobody has chosen their name */
  name?: string;
  rights: readonly CommandRight[];
  /** support staff: what they may do is said by their rights, not by people of a device */
  isStaff?: boolean;
  /** the device waits for someone to choose their name again */
  locked?: boolean;
}

/** Why the one who signs may not do what takes this right; undefined when they may. Without a signer everyone may do everything. */
export function personIssue(signer: Signer | undefined, right: CommandRight): Issue | undefined {
  if (!signer) return undefined;
  if (signer.locked) return { code: 'device-locked' };
  if (signer.rights.includes(signer.isStaff ? right : asPerson(right))) return undefined;
  if (signer.isStaff) return { code: 'no-right' };
  if (signer.name === undefined) return { code: 'name-not-chosen' };
  return { code: `person-may-not-${asPerson(right)}`, data: { name: signer.name } };
}
