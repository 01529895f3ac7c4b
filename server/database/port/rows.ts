/**
 * Rows at central: the folded state of each entity, kept so that the fleet can be searched, and the faults found in it. They follow the log
 * by sequence number, and can be thrown away and made again from it.
 */
import type { Asset } from '#shared/domain/asset';
import type { AssetLog, CurrentStatus } from '#shared/domain/asset-log';
import type { EntityName, RowOf } from '#shared/domain/entities';
import type { FileReference } from '#shared/domain/file-reference';
import type { FunctionalStatus } from '#shared/domain/functional-status';
import type { Round } from '#shared/domain/round';
import type { UsedEntity } from '#shared/api/usage';

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

/** Ids of records whose name has a word. */
export interface Named {
  storeIds: readonly string[];
  itemIds: readonly string[];
  typeIds: readonly string[];
}

export interface AssetQuery {
  /** undefined: all stores */
  storeIds?: readonly string[];
  /** any of these */
  statuses?: readonly FunctionalStatus[];
  /** words, each of which must occur in number, serial number, manufacturer, model, location or notes */
  q?: string;
  /** word of `q` → what has it in its name: an asset of one of these fits the word too */
  named?: ReadonlyMap<string, Named>;
  /** the id of a type */
  typeId?: string;
  /** a maker: its name, and its items of the catalogue */
  maker?: { name: string; itemIds: readonly string[] };
  /** the reason of the status */
  reasonId?: string;
  /** with a photo, of the asset itself or of one of its logs; or without any */
  hasPhoto?: boolean;
  /** an instant: the status stands at least since then */
  sinceBefore?: string;
  /** an instant: the status was last said before it; equipment that has left service is left out */
  checkedBefore?: string;
  /** default: assetNumber */
  sort?: AssetSort;
  limit: number;
  cursor?: string;
  /** the total is known to who asks: it is not counted again, and 0 */
  withoutTotal?: boolean;
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

/** The number of assets and logs that name it, and the stores where they lie. Removed assets do not count; logs are never removed. */
export interface Usage {
  assets: number;
  logs: number;
  storeIds: string[];
}

/** An edit of central data, as the audit shows it: those of one moment, author and kind together. */
export interface CentralEdit {
  /** instant */
  at: string;
  seq: number;
  userId: string;
  kind: string;
  /** the entity of the last of them */
  entityId: string;
  count: number;
}

export interface CentralEditQuery {
  userId?: string;
  /** an entity's name: edits of other entities are left out */
  entity?: string;
  from?: string;
  to?: string;
  /** only acts after this one in the list */
  before?: { at: string; seq: number };
  limit: number;
}

/**
 * Reads of committed rows. Each waits a moment for the changes that were in the log when it was asked: so a caller finds the change that it
 * just stored. When the rows are further behind it reads them as they are.
 */
export interface RowReader {
  /** A cursor that is not one of ours reads as none. */
  assets(query: AssetQuery): Promise<Page<AssetItem>>;
  asset(id: string): Promise<AssetItem | undefined>;
  /** All logs of an asset and of the records that are merged into it, the latest first. */
  logsOf(assetId: string): Promise<AssetLog[]>;
  /** The id of a record and of those that count as merged into it (rule T3). */
  idsUnder(assetId: string): Promise<string[]>;
  /** The id of the record that stands for one: its own, where it is not merged. */
  standingFor(assetId: string): Promise<string>;
  /** File references of assets and logs with these ids, removed ones too. */
  filesOf(ownerIds: readonly string[]): Promise<FileReference[]>;
  /** Finished rounds of a store, the latest first. */
  roundsOf(storeId: string, limit: number): Promise<Round[]>;
  problems(query: ProblemQuery): Promise<Page<Problem>>;
  row<E extends EntityName>(entity: E, id: string): Promise<RowOf<E> | undefined>;
  rows<E extends EntityName>(entity: E, ids: readonly string[]): Promise<Map<string, RowOf<E>>>;
  /** All rows of a central entity; for entities of stores use the queries above. */
  all<E extends EntityName>(entity: E): Promise<RowOf<E>[]>;
  /** A file reference that names the content, as itself or as its thumbnail, in these stores or (undefined) anywhere. */
  fileOf(sha256: string, storeIds?: readonly string[]): Promise<FileReference | undefined>;
  /** The file references that name the content and lie or lay in one of these stores, each with all the stores in which it lay. */
  filesNaming(
    sha256: string,
    storeIds: readonly string[],
  ): Promise<{ reference: FileReference; storeIds: string[] }[]>;
  /** True if any file reference in these stores names the content. */
  isFileOf(sha256: string, storeIds: readonly string[]): Promise<boolean>;
  /**
   * True if any file reference holds the content, as itself or as its thumbnail. A reference holds it while it is not removed, or if
   * central heard something of it at or after `since` (an instant). Without `since` removed ones hold it for ever. Central's clock counts,
   * no device's.
   */
  isHeld(sha256: string, since?: string): Promise<boolean>;
  usage(of: UsedBy): Promise<Usage>;
  countByStatus(storeIds?: readonly string[]): Promise<Partial<Record<FunctionalStatus | 'UNKNOWN', number>>>;
  /** The number of assets in use in each status, of those that a query finds; `UNKNOWN`: no log tells one. */
  countFound(
    query: Omit<AssetQuery, 'limit' | 'statuses'>,
  ): Promise<Partial<Record<FunctionalStatus | 'UNKNOWN', number>>>;
  /** Makers that are written by hand, of equipment in use in these stores; those that most of it names first. */
  makersWritten(storeIds?: readonly string[]): Promise<string[]>;
  /** Store id → the number of open problems in it; stores without any are left out. */
  countProblems(storeIds: readonly string[]): Promise<Map<string, number>>;
  /** The latest first. */
  centralEdits(query: CentralEditQuery): Promise<CentralEdit[]>;
}

/** The position of the rows in the log, for callers that must see everything that was stored. */
export interface Following {
  /** changes that are in the log and not in the rows yet */
  behind(): Promise<number>;
  /** Resolves when the rows hold everything up to `seq` (default: all that is stored). Rejects with RowsBehind after `ms`. */
  reached(seq?: number, ms?: number): Promise<void>;
  /** Makes the rows again from the log, beside those that are read meanwhile; resolves when the new ones are in use. */
  rebuild(): Promise<void>;
}

/** The request needs rows that are further behind than a caller waits for. Everything that it was to store is stored. */
export class RowsBehind extends Error {
  readonly code = 'rows-behind';
}

/** A disk has spoilt the rows. Whoever keeps them makes them again from the log. */
export class RowsDamaged extends RowsBehind {}
