/** The versions of the replica's tables. A released one is never altered: add another, with its upgrade. */
import type { Transaction } from 'dexie';

interface SchemaVersion {
  number: number;
  tables: Record<string, string | null>;
  upgrade?: (transaction: Transaction) => PromiseLike<unknown>;
}

export const versions: SchemaVersion[] = [
  {
    number: 1,
    tables: {
      identity: 'id',
      author: 'id',
      changes: 'id, [entity+entityId], *documents',
      outbox: 'changeId, state, hlc, [entity+entityId]',
      problems: '++id, entityId',
      documents: 'name',
      holes: '[document+client+clock], document',
      progress: 'id',
      settings: 'key',
      assets: 'id, [storeId+assetNumber], storeId, catalogueItemId',
      assetLogs: 'id, assetId',
      files: 'id, [ownerTable+ownerId], sha256',
      catalogueItems: 'id, [subCatalogue+code]',
      statusReasons: 'id, functionalStatus',
      packVariants: 'id, itemId',
      items: 'id',
      assetClasses: 'id',
      assetCategories: 'id, classId',
      assetTypes: 'id, categoryId',
      assetProperties: 'id',
    },
  },
  // files: the bytes apart from the facts about them, so that looking at many costs little
  { number: 2, tables: { fileCopies: 'sha256, state, openedAt', fileBytes: 'sha256' } },
  { number: 3, tables: { programmeSettings: 'id' } },
  // on devices of a site these stay empty
  { number: 9, tables: { regions: 'id, code', facilities: 'id, regionId' } },
  // the proofs of central's content; filled from the next contact on
  { number: 10, tables: { chains: '[document+client], document', receipts: '++id, document' } },
  // the texts that people have begun to type: photos apart from the words, which change with each pause
  {
    number: 11,
    tables: {
      drafts: '[userId+form+record], userId',
      draftFiles: '[userId+form+record+sha256], [userId+form+record]',
    },
  },
  // few rows have a status that ends by itself
  { number: 12, tables: { assets: 'id, [storeId+assetNumber], storeId, catalogueItemId, statusUntil' } },
  // records of one piece, and rounds that were finished
  {
    number: 13,
    tables: {
      assets: 'id, [storeId+assetNumber], storeId, catalogueItemId, statusUntil, mergedInto',
      rounds: 'id, storeId',
    },
  },
  // of entities with a long history
  { number: 14, tables: { folds: 'key' } },
  // moves within the site that central has not made yet
  { number: 15, tables: { askedMoves: 'assetId' } },
  // changes of central data that came together, as one record; and an index less, which only the form of a catalogue item asked
  {
    number: 16,
    tables: { bundles: '++id, document', bundleContents: 'bundle', catalogueItems: 'id' },
  },
];
