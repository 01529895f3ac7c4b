/** The replica: the database on this device, which is the truth for everything a screen shows. */
import Dexie, { type DexieOptions, type EntityTable, type Table } from 'dexie';
import { entityNames, type EntityName } from '#shared/domain/entities';
import type {
  AuthorRecord,
  ChainRecord,
  ChangeRecord,
  DocumentRecord,
  FileBytes,
  FileCopy,
  FoldedRow,
  FoldRecord,
  HoleRecord,
  Identity,
  OutboxEntry,
  ProblemRecord,
  Progress,
  ReceiptRecord,
} from './records';
import type { BundleContent, BundleRecord } from './bundles/bundle';
import type { DraftFile, DraftRecord } from './draft-records';
import type { AskedMove } from './moves/asked-move';
import type { Setting, SettingKey } from './settings';
import { versions } from './versions';

export const DATABASE = 'waypost';

/** Person, form and record. */
export type DraftKey = [userId: string, form: string, record: string];

type Rows<E extends EntityName> = Table<FoldedRow<E>, string>;

export class ReplicaDatabase extends Dexie {
  declare identity: Table<Identity, string>;
  declare author: Table<AuthorRecord, string>;
  declare changes: Table<ChangeRecord, string>;
  declare bundles: Table<BundleRecord, number>;
  declare bundleContents: Table<BundleContent, number>;
  declare outbox: Table<OutboxEntry, string>;
  declare problems: EntityTable<ProblemRecord, 'id'>;
  declare documents: Table<DocumentRecord, string>;
  declare chains: Table<ChainRecord, [string, number]>;
  declare receipts: EntityTable<ReceiptRecord, 'id'>;
  declare folds: Table<FoldRecord, string>;
  declare holes: Table<HoleRecord, [string, number, number]>;
  declare progress: Table<Progress, string>;
  declare settings: Table<Setting, SettingKey>;
  declare fileCopies: Table<FileCopy, string>;
  declare fileBytes: Table<FileBytes, string>;
  declare drafts: Table<DraftRecord, DraftKey>;
  declare askedMoves: Table<AskedMove, string>;
  declare draftFiles: Table<DraftFile, [...DraftKey, sha256: string]>;

  declare assets: Rows<'asset'>;
  declare assetLogs: Rows<'assetLog'>;
  declare files: Rows<'file'>;
  declare rounds: Rows<'round'>;
  declare catalogueItems: Rows<'catalogueItem'>;
  declare statusReasons: Rows<'statusReason'>;
  declare packVariants: Rows<'packVariant'>;
  declare items: Rows<'item'>;
  declare assetClasses: Rows<'assetClass'>;
  declare assetCategories: Rows<'assetCategory'>;
  declare assetTypes: Rows<'assetType'>;
  declare assetProperties: Rows<'assetProperty'>;
  declare programmeSettings: Rows<'programmeSettings'>;
  declare regions: Rows<'region'>;
  declare facilities: Rows<'facility'>;

  /** this device's clock, milliseconds */
  now: () => number = () => Date.now();

  /**
   * A save is on the storage itself before the screen says so: by default browsers leave it to the system for some
   * seconds, in which a battery may die. (Browsers that know no such choice pass it over.)
   */
  constructor(name = DATABASE, options?: DexieOptions) {
    super(name, { chromeTransactionDurability: 'strict', ...options });
    for (const { number, tables, upgrade } of versions) {
      const version = this.version(number).stores(tables);
      if (upgrade) version.upgrade(upgrade);
    }
  }

  /** All tables that hold rows, and those that a fold needs besides the changes: kept folds, and changes that came together. */
  rowTables(): Table[] {
    return [
      this.folds,
      this.bundles,
      this.bundleContents,
      ...entityNames.map((entity) => this.rowsOf(entity)),
    ];
  }

  /** The table with the rows of an entity. */
  rowsOf<E extends EntityName>(entity: E): Rows<E> {
    return this.table(tableOf(entity));
  }
}

/** A table is called by the plural of its entity. */
const irregular: Partial<Record<EntityName, string>> = {
  assetClass: 'assetClasses',
  assetCategory: 'assetCategories',
  assetProperty: 'assetProperties',
  programmeSettings: 'programmeSettings',
  facility: 'facilities',
};

export const tableOf = (entity: EntityName): string => irregular[entity] ?? `${entity}s`;
