/** The time for which a status has lasted: "for 17 months"; of the last day "since 09:40". */
import { durationInWords } from '../../../words/duration';
import type { Words } from '../../../words/words.svelte';

type Spoken = Pick<Words, 't' | 'since' | 'locale'>;

/** `since`: instant, or empty where it is not known; `now`: central's time, milliseconds. */
export function statusLasting(words: Spoken, since: string, now: number): string {
  if (since === '') return '';
  const duration = durationInWords(words.locale, since, now);
  return duration === undefined
    ? words.t('equipment.since', { when: words.since(since, now) })
    : words.t('equipment.lasting', { duration });
}
