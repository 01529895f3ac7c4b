/** The name of each field of an asset. */
import type { WordKey } from '../../../words/keys';
import type { Words } from '../../../words/words.svelte';

const keys: Readonly<Record<string, WordKey>> = {
  assetNumber: 'asset.assetNumber',
  serialNumber: 'asset.serialNumber',
  classId: 'asset.classId',
  categoryId: 'asset.categoryId',
  typeId: 'asset.typeId',
  catalogueItemId: 'asset.catalogueItemId',
  storeId: 'asset.storeId',
  manufacturer: 'asset.manufacturer',
  model: 'asset.model',
  installationDate: 'asset.installationDate',
  replacementDate: 'asset.replacementDate',
  warrantyStart: 'asset.warrantyStart',
  warrantyEnd: 'asset.warrantyEnd',
  donor: 'asset.donor',
  needsReplacement: 'asset.needsReplacement',
  storageLocation: 'asset.storageLocation',
  notes: 'asset.notes',
  properties: 'asset.properties',
  lockedFields: 'asset.lockedFields',
  deletedAt: 'asset.deletedAt',
  removedFor: 'asset.removedFor',
  createdAt: 'asset.createdAt',
  mergedInto: 'asset.mergedInto',
};

/** A field that only a newer app knows is called by its own name. */
export function fieldLabel(words: Words, field: string): string {
  const key = keys[field];
  return key === undefined ? field : words.t(key);
}
