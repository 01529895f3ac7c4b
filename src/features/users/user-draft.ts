/** A member of staff as typed, and the faults of the form before central is asked. */
import { isLongEnough } from '#shared/domain/password';
import type { Issue } from '#shared/result';
import type { NewUser } from '../../central-api/users';
import type { Words } from '../../words/words.svelte';

/** A person who can sign in can look around, unless that right is taken away. */
export const blankUser: NewUser = {
  username: '',
  displayName: '',
  password: '',
  permissions: ['read-fleet'],
  providerName: '',
};

/** The same issues as central finds, by field. */
export function userIssues({ username, displayName, password, providerName = '' }: NewUser): Issue[] {
  return [
    ...(displayName.trim() === '' ? [{ code: 'missing-field', field: 'displayName' } as const] : []),
    ...(username === '' ? [{ code: 'missing-field', field: 'username' } as const] : []),
    ...(/\s/.test(username) ? [{ code: 'username-spaces', field: 'username' } as const] : []),
    ...(password === '' && providerName !== '' ? [] : passwordIssues(password, 'password')),
  ];
}

export const passwordIssues = (password: string, field: string): Issue[] =>
  isLongEnough(password) ? [] : [{ code: 'password-too-short', field }];

export function userFieldError(words: Words, issues: readonly Issue[], field: string): string | undefined {
  const issue = issues.find((one) => one.field === field);
  if (!issue) return undefined;
  if (issue.code === 'already-exists')
    return words.t(field === 'providerName' ? 'users.providerNameTaken' : 'users.usernameTaken');
  if (issue.code === 'username-spaces' || (issue.code === 'bad-request' && field === 'username'))
    return words.t('users.usernameSpaces');
  return words.sayError(issue.code, issue.data);
}
