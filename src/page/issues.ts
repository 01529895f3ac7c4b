/** The issues of a refused command, as a form shows them. */
import { tick } from 'svelte';
import type { Issue } from '#shared/result';
import type { Words } from '../words/words.svelte';

/** The sentence for the first issue of a field; undefined when it has none. */
export function fieldError(words: Words, issues: readonly Issue[], field: string): string | undefined {
  const issue = issues.find((candidate) => candidate.field === field);
  return issue && words.sayError(issue.code, issue.data);
}

/** Brings the first field that is wrong to the person, once the errors are on the screen. */
export async function focusFirstError(form: HTMLElement | undefined): Promise<void> {
  await tick();
  const wrong = form?.querySelector('[aria-invalid="true"]');
  const control = wrong?.matches('input, select, textarea')
    ? wrong
    : wrong?.querySelector('input, select, textarea');
  if (!(control instanceof HTMLElement)) return;
  control.focus({ preventScroll: true });
  // In the middle of the screen its error under it is not hidden by the bars at the bottom.
  control.scrollIntoView({ block: 'center' });
}
