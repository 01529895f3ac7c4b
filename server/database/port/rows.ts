/** Rows at central: what the changes of an entity fold to, kept so that the fleet can be searched, and what is wrong with them. */
import type { Asset } from '#shared/domain/asset';
import type { AssetLog, CurrentStatus } from '#shared/domain/asset-log';
import type { EntityName, RowOf } from '#shared/domain/entities';
import type { FileReference } from '#shared/domain/file-reference';
import type { FunctionalStatus } from '#shared/domain/functional-status';
import type { RowReader as RuleRows } from '#shared/domain/rules/rows';
import type { UsedEntity } from '#shared/api/usage';
import type { EntityRef } from '#shared/change/entity-ref';

/** Something that is inconsistent in a change that was nevertheless accepted: both the site and staff see it. */
export interface Problem {
  entity: string;
  entityId: string;
  changeId: string;
  code: string;
  field?: string;
  data?: Record<string, string | number>;
  storeId?: string;
  /** the asset it is about: itself, or the one its log or file belongs to */
  assetId?: string;
  document: string;
  /** instant since when central knows of it */
  since: string;
}

export type AssetSort =
  | 'assetNumber'
  | '-assetNumber'
  | 'status'
  | '-status'
  | 'modifiedAt'
  | '-modifiedAt'
  | 'statusSince'
  | '-statusSince';

export interface AssetQuery {
  /** undefined: all stores */
  storeIds?: readonly string[];
  /** any of these */
  statuses?: readonly FunctionalStatus[];
  /** words, each of which must occur in number, serial number, manufacturer, model, location or notes */
  q?: string;
  /** word of `q` → ids of models, types and stores whose name has it: an asset of one of them fits the word too */
  named?: ReadonlyMap<string, readonly string[]>;
  /** default: assetNumber */
  sort?: AssetSort;
  limit: number;
  cursor?: string;
  includeDeleted?: boolean;
}

/** An asset of the fleet: its row, its current status, its open problems (those of its logs too). */
export type AssetItem = Asset & Partial<CurrentStatus> & { problems: Problem[] };

export interface Page<T> {
  items: T[];
  nextCursor?: string;
  total: number;
}

export interface ProblemQuery {
  storeIds?: readonly string[];
  limit: number;
  cursor?: string;
}

export interface UsedBy {
  entity: UsedEntity;
  id: string;
}

/** How much names it, and in which stores. Removed assets do not count; logs are never removed. */
export interface Usage {
  assets: number;
  logs: number;
  storeIds: string[];
}

/** Reads of committed rows. */
export interface RowReader {
  /** A cursor that is not one of ours reads as none. */
  assets(query: AssetQuery): Promise<Page<AssetItem>>;
  asset(id: string): Promise<AssetItem | undefined>;
  /** All logs of an asset, the latest first. */
  logsOf(assetId: string): Promise<AssetLog[]>;
  /** File references of assets and logs with these ids, removed ones too. */
  filesOf(ownerIds: readonly string[]): Promise<FileReference[]>;
  problems(query: ProblemQuery): Promise<Page<Problem>>;
  row<E extends EntityName>(entity: E, id: string): Promise<RowOf<E> | undefined>;
  /** All rows of a central entity; for entities of stores use the queries above. */
  all<E extends EntityName>(entity: E): Promise<RowOf<E>[]>;
  /** A file reference that names the content, as itself or as its thumbnail, in these stores or (undefined) anywhere. */
  fileOf(sha256: string, storeIds?: readonly string[]): Promise<FileReference | undefined>;
  /** Whether any file reference in these stores names the content. */
  isFileOf(sha256: string, storeIds: readonly string[]): Promise<boolean>;
  /**
   * Whether any file reference holds the content, as itself or as its thumbnail: one that was not removed, or of which central heard
   * something at or after `since` (an instant); removed ones hold it for ever when undefined. Central's clock counts, no device's.
   */
  isHeld(sha256: string, since?: string): Promise<boolean>;
  usage(of: UsedBy): Promise<Usage>;
  countByStatus(storeIds?: readonly string[]): Promise<Partial<Record<FunctionalStatus | 'UNKNOWN', number>>>;
}

export interface PutRow<E extends EntityName = EntityName> extends EntityRef {
  entity: E;
  /** undefined: only edits have arrived, there is no row yet */
  row: RowOf<E> | undefined;
  /** the store it lies in; none for central data */
  storeId?: string;
}

/** Rows inside a transaction; it sees its own writes. The rules of the domain read from it too. */
export interface RowWriter extends RuleRows {
  /** Assets in use with exactly this serial number, in any store. */
  withSerialNumber(serialNumber: string): Promise<Asset[]>;
  rows<E extends EntityName>(entity: E, ids: readonly string[]): Promise<Map<string, RowOf<E>>>;
  logsOfAssets(assetIds: readonly string[]): Promise<Map<string, AssetLog[]>>;
  /** File references of assets and logs with these ids. */
  filesOf(ownerIds: readonly string[]): Promise<FileReference[]>;
  putRows(rows: readonly PutRow[]): Promise<void>;
  putStatuses(statuses: ReadonlyMap<string, CurrentStatus | undefined>): Promise<void>;
  /** Replaces all problems of these entities; one that was known keeps its `since`. */
  putProblems(of: readonly EntityRef[], problems: readonly Problem[]): Promise<void>;
  /** Entities that bear a problem of one of these codes, in one store or (undefined) anywhere. */
  entitiesWith(codes: readonly string[], storeId: string | undefined, limit: number): Promise<EntityRef[]>;
}
