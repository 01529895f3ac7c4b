import { personRights } from '#shared/domain/person-rights';
import { expect, test } from 'vitest';
import { draftOf, levelOf, levels, rightsOf } from './person-draft';

const person = (rights: typeof personRights | []) => ({ userId: 'Ana@S', name: 'Ana', rights });

test('a form that was not touched says the rights that stand', () => {
  expect(rightsOf(draftOf(person(personRights))).toSorted()).toEqual([...personRights].toSorted());
  expect(rightsOf(draftOf(person([])))).toEqual([]);
});

test('each level is read from its own rights', () => {
  for (const level of levels) expect(levelOf(rightsOf({ ...draftOf(undefined), level }))).toBe(level);
});

test('a new person records status, and manages nobody', () => {
  expect(rightsOf(draftOf(undefined))).toEqual(['record-status']);
});
