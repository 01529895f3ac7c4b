/** The sentence for what stands in the way of signing in. */
import type { Issue } from '#shared/result';
import type { Words } from '../../words/words.svelte';

export function signInSentence(words: Words, { code, data = {} }: Issue): string {
  if (code === 'offline') return words.t('sign-in.offline');
  if (code === 'another-central') return words.t('join.anotherCentral');
  const seconds = data['seconds'];
  if (code === 'too-many-tries' && typeof seconds === 'number') {
    return words.t('app.tooManyTries', { count: Math.ceil(seconds / 60) });
  }
  return words.sayError(code, data);
}
