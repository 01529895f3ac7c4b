/** The title of a waiting record, such as "Asset CCE-12: status". */
import { isListed } from '#shared/domain/entities';
import type { WordKey } from '../../words/keys';
import type { Words } from '../../words/words.svelte';
import type { Named, Verb } from './waiting';

/** Central data is called by its entity; the others here. */
const nouns: Partial<Record<Named['entity'], WordKey>> = {
  asset: 'sync-page.asset',
  assetLog: 'sync-page.asset',
  file: 'sync-page.asset',
  round: 'sync-page.round',
  programmeSettings: 'programme-settings.title',
};

const nounOf = (words: Words, entity: Named['entity']): string =>
  isListed(entity) ? words.t(`entities.one-${entity}`) : words.t(nouns[entity] ?? 'sync-page.record');

const verbs: Record<Verb, WordKey> = {
  create: 'sync-page.create',
  edit: 'sync-page.edit',
  remove: 'sync-page.remove',
  status: 'sync-page.status',
  file: 'sync-page.file',
  move: 'sync-page.move',
  other: 'sync-page.other',
};

export function recordTitle(words: Words, { entity, verb, name }: Named): string {
  const what = [nounOf(words, entity), name].filter((part) => part !== '').join(' ');
  return words.t('sync-page.recordTitle', { what, done: words.t(verbs[verb]) });
}
