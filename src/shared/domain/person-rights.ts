/** The rights of the people who share a device. Only that device knows its own people: central judges the device. */
import type { Issue } from '../result';

export const personRights = ['record-status', 'edit', 'manage-people'] as const;
export type PersonRight = (typeof personRights)[number];

export const isPersonRight = (text: string): text is PersonRight =>
  personRights.some((right) => right === text);

/** The person who signs, on a device whose people may not all do the same. */
export interface Signer {
  /** absent: nobody has chosen their name */
  name?: string;
  rights: readonly PersonRight[];
  /** support staff: their own rights count, not those of people of a device */
  isStaff?: boolean;
  /** the device waits for someone to choose their name again */
  locked?: boolean;
}

/** The reason why the signer may not use a right; undefined when they may. Without a signer everyone may do everything. */
export function personIssue(signer: Signer | undefined, right: PersonRight): Issue | undefined {
  if (!signer) return undefined;
  if (signer.locked) return { code: 'device-locked' };
  if (signer.rights.includes(right)) return undefined;
  if (signer.isStaff) return { code: 'no-right' };
  if (signer.name === undefined) return { code: 'name-not-chosen' };
  return { code: `person-may-not-${right}`, data: { name: signer.name } };
}
