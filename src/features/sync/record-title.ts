/** The title of a waiting record, such as "Asset CCE-12: status". */
import type { WordKey } from '../../words/keys';
import type { Words } from '../../words/words.svelte';
import type { Named, Verb } from './waiting';

const nouns: Record<Named['entity'], WordKey> = {
  '': 'sync-page.record',
  asset: 'sync-page.asset',
  assetLog: 'sync-page.asset',
  file: 'sync-page.asset',
  round: 'sync-page.round',
  catalogueItem: 'sync-page.catalogueItem',
  statusReason: 'sync-page.statusReason',
  packVariant: 'sync-page.packVariant',
  item: 'sync-page.item',
  assetClass: 'sync-page.assetClass',
  assetCategory: 'sync-page.assetCategory',
  assetType: 'sync-page.assetType',
  assetProperty: 'sync-page.assetProperty',
  programmeSettings: 'programme-settings.title',
  region: 'sync-page.record',
  facility: 'sync-page.record',
};

const verbs: Record<Verb, WordKey> = {
  create: 'sync-page.create',
  edit: 'sync-page.edit',
  remove: 'sync-page.remove',
  status: 'sync-page.status',
  file: 'sync-page.file',
  other: 'sync-page.other',
};

export function recordTitle(words: Words, { entity, verb, name }: Named): string {
  const what = [words.t(nouns[entity]), name].filter((part) => part !== '').join(' ');
  return words.t('sync-page.recordTitle', { what, done: words.t(verbs[verb]) });
}
