/** The form of a person: their name, their rights, and another PIN. */
import type { PersonRight } from '#shared/domain/person-rights';
import type { Person } from '../../../replica/people/people';

/** The rights on the equipment as levels; each level holds the ones before. */
export const levels = ['read', 'record', 'edit'] as const;
type Level = (typeof levels)[number];

const rightsOfLevel: Record<Level, readonly PersonRight[]> = {
  read: [],
  record: ['record-status'],
  edit: ['record-status', 'edit'],
};

export function levelOf(rights: readonly PersonRight[]): Level {
  if (rights.includes('edit')) return 'edit';
  return rights.includes('record-status') ? 'record' : 'read';
}

export interface PersonDraft {
  name: string;
  level: Level;
  manages: boolean;
  /** blank: as it is */
  pin: string;
  withoutPin: boolean;
}

export const draftOf = (person: Person | undefined): PersonDraft => ({
  name: person?.name ?? '',
  level: person ? levelOf(person.rights) : 'record',
  manages: person?.rights.includes('manage-people') ?? false,
  pin: '',
  withoutPin: false,
});

export const rightsOf = ({ level, manages }: PersonDraft): PersonRight[] => [
  ...rightsOfLevel[level],
  ...(manages ? (['manage-people'] as const) : []),
];
