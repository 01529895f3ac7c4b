/** The faults of a site's fields, in words. */
import type { Issue } from '#shared/result';
import type { Words } from '../../words/words.svelte';

/** The sentence for a field; `typed` is the text in it. */
export function siteFieldError(
  words: Words,
  issues: readonly Issue[],
  field: string,
  typed: string,
): string | undefined {
  const issue = issues.find((candidate) => candidate.field === field);
  if (!issue) return undefined;
  const code = typed.trim();
  if (issue.code === 'already-exists' && field.endsWith('.id')) return words.sayError('id-taken');
  if (issue.code === 'already-exists') return words.t('sites.codeTaken', { code });
  if (issue.code === 'code-twice') return words.t('sites.codeTwice', { code });
  return words.sayError(issue.code, issue.data);
}
