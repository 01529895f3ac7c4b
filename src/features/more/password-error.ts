/** The fault of one's own password, typed once more: no name was typed with it, so none is spoken of. */
import type { Issue } from '#shared/result';
import type { Words } from '../../words/words.svelte';

export const passwordError = (
  words: Words,
  form: { issues: readonly Issue[]; error: (field: string) => string | undefined },
  field = 'password',
): string | undefined =>
  form.issues.some((issue) => issue.field === field && issue.code === 'wrong-password')
    ? words.t('users.oldPasswordWrong')
    : form.error(field);
