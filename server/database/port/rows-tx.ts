/** The reads and writes of one transaction of the rows, for code that makes them from the log. It sees its own writes. */
import type { Asset } from '#shared/domain/asset';
import type { AssetLog } from '#shared/domain/asset-log';
import type { AnyRow } from '#shared/domain/entities';
import type { FunctionalStatus } from '#shared/domain/functional-status';
import type { RowReader as RuleRows } from '#shared/domain/rules/rows';
import type { Issue } from '#shared/result';
import type { EntityRef } from '#shared/change/entity-ref';
import type { LoggedChange } from './changes';

/** The state kept of an entity between its changes: a change that is newer than all others then folds in place. */
export interface KnownEntity {
  ref: EntityRef;
  /** the sequence number of the change that made it, or of its first one while only edits have arrived */
  first: number;
  /** the sequence number of its latest change, by hlc */
  last: number;
  /** of the latest change; '' while there is nothing that this build can fold */
  lastHlc: string;
  /** field → the sequence number of the change whose value stands; none: there is only one change */
  winners?: Record<string, number>;
  /** none while only edits have arrived */
  row: AnyRow | undefined;
  /** the store it lies in; none for central data */
  storeId: string | undefined;
  /** of a log or file without a row, since what made it does not count: what it hangs on as soon as it does */
  hangsOn?: string | undefined;
  /** central has ruled on changes of it, perhaps on some that are still to come: it is always folded from all */
  isRuledOn?: boolean | undefined;
}

export interface PutEntity {
  before: KnownEntity | undefined;
  now: KnownEntity;
  /** the sequence numbers of its changes that are new here */
  seqs: readonly number[];
  /** those among `seqs` that say where an asset is, or what of it counts */
  placing: readonly number[];
  /** the stores in whose documents these stand */
  storeIds: readonly string[];
}

/** A fault of an entity, filed under the change that is to blame. */
export interface FoundProblem {
  seq: number;
  issue: Issue;
  /** true: the change itself is at fault; false: the rules for rows found it, and may find it cured later */
  isOfChange: boolean;
}

/** The log that gives an asset its status, and since when it has had that status without a break. */
export interface KnownStatus {
  log: AssetLog;
  functionalStatus: FunctionalStatus;
  since: string;
  /** the moment (milliseconds, central's time) from which a log that lies ahead now counts; none: time alone alters nothing */
  until?: number;
}

/** Undefined: of any status. */
export interface WhichStatus {
  is?: FunctionalStatus;
  not?: FunctionalStatus;
}

export interface RowsTx extends RuleRows {
  /** Assets in use with this serial number (`codeKey`), in any store; of very many, some. */
  withSerialNumber(serialNumber: string): Promise<Asset[]>;
  /** The records that are marked as merged into this one, whether or not the mark counts. */
  mergedInto(assetId: string): Promise<Asset[]>;
  /** True if the asset is marked as merged, or if another is marked as merged into it. */
  hasMerges(assetId: string): Promise<boolean>;
  /** By `refKey`. */
  known(refs: readonly EntityRef[]): Promise<Map<string, KnownEntity>>;
  /** The sequence numbers of the changes of an entity that was known before: of all, or of those after `seq`. */
  seqsOf(ref: EntityRef, seq?: number): Promise<number[]>;
  putEntities(entities: readonly PutEntity[]): Promise<void>;
  statusOf(assetId: string): Promise<KnownStatus | undefined>;
  /** Does nothing while there is no such asset. */
  putStatus(assetId: string, status: KnownStatus | undefined): Promise<void>;
  /** Up to `limit` ids of assets whose status may be another at `now` than when it was written, since a day has come. */
  dueStatuses(now: number, limit: number): Promise<string[]>;
  /** Assets whose status is dated after `now`: the clock of this server may have been set back. */
  statusesAhead(now: number): Promise<string[]>;
  /**
   * The logs of these assets that say a status at one moment (milliseconds): at `ms` itself, or at the nearest moment before or after it at
   * which there are any. `which`: only those that say this status, or another. In any order.
   */
  statusLogs(
    assetIds: readonly string[],
    side: 'at' | 'before' | 'after',
    ms: number,
    which?: WhichStatus,
  ): Promise<AssetLog[]>;
  /** Up to `most` of them, in any order. */
  logsOf(assetId: string, most: number): Promise<AssetLog[]>;
  problemsOf(ref: EntityRef): Promise<FoundProblem[]>;
  /** Replaces the problems of an entity. `assetId`: the asset they are shown at. `isNew`: it has none yet. */
  putProblems(
    of: { ref: EntityRef; storeId: string | undefined; assetId: string | undefined; isNew: boolean },
    problems: readonly FoundProblem[],
  ): Promise<void>;
  /**
   * From now on the entity is looked at again when one of these keys is cured; the keys it waited for before are forgotten. `isNew`: there
   * are none.
   */
  waitFor(ref: EntityRef, keys: readonly string[], isNew: boolean): Promise<void>;
  /** Queues all that wait for one of these keys. */
  cure(keys: readonly string[]): Promise<void>;
  /** Up to `limit` of those that are queued; they leave the queue. */
  takeCured(limit: number): Promise<EntityRef[]>;
  /** Edits of central data, for the audit. */
  putCentralEdits(changes: readonly LoggedChange[]): Promise<void>;
  /** The rows hold everything up to this change. */
  reached(last: LoggedChange): Promise<void>;
}
