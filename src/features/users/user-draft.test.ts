import { expect, test } from 'vitest';
import { blankUser, userIssues } from './user-draft';

const good = { ...blankUser, username: 'amina', displayName: 'Amina', password: 'four words in a row' };

test.each([
  ['complete', {}, []],
  ['without a name', { displayName: ' ' }, ['displayName']],
  ['with a space in the user name', { username: 'a b' }, ['username']],
  ['with a password of seven characters', { password: '1234567' }, ['password']],
  ['with a password of eight', { password: '12345678' }, []],
])('a user %s', (_, wrong, fields) => {
  expect(userIssues({ ...good, ...wrong }).map(({ field }) => field)).toEqual(fields);
});
