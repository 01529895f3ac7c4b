import type { Issue } from '../result';

/** An old fault (a number or a code that two gave out unseen) must not keep a person from mending something else. */
export function newIssues(before: readonly Issue[], after: readonly Issue[]): Issue[] {
  const key = (issue: Issue): string =>
    `${issue.code} ${issue.field ?? ''} ${JSON.stringify(issue.data ?? {})}`;
  const known = new Set(before.map(key));
  return after.filter((issue) => !known.has(key(issue)));
}
