import { expect, test } from 'vitest';
import { blankUser, userIssues } from './user-draft';

const good = { ...blankUser, username: 'amina', displayName: 'Amina', password: 'four words in a row' };

test.each([
  ['complete', {}, []],
  ['without a name', { displayName: ' ' }, ['displayName']],
  ['with a space in the user name', { username: 'a b' }, ['username']],
  ['with a password of nine characters', { password: '123456789' }, ['password']],
  ['with a password of ten', { password: '1234567890' }, []],
])('a user %s', (_, wrong, fields) => {
  expect(userIssues({ ...good, ...wrong }).map(({ field }) => field)).toEqual(fields);
});
