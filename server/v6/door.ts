/**
 * The door between a wire and the inbox and outbox behind it. A door translates the records of its wire: into fields and ids of ours as they
 * come in, and back as they go out. The inbox (push/) and the outbox (pull/) know nothing else of a wire, so that sites which speak another
 * one come in by another door, over the same two.
 */
import type { AnyRow, EntityName } from '#shared/domain/entities';
import type { Json, JsonObject } from '#shared/json';
import type { InboxRow, KeptFor } from '../database/port/v6';

/** Field (or `properties.<key>`) → value; null: none. */
export type Fields = Record<string, Json>;

const PROPERTY = 'properties.';
export const propertyField = (key: string): string => `${PROPERTY}${key}`;
/** The key of the property that a field stands for; undefined: it is another field. */
export const propertyIn = (field: string): string | undefined =>
  field.startsWith(PROPERTY) ? field.slice(PROPERTY.length) : undefined;

/** The contents of a pushed record. */
export interface Said {
  fields: Fields;
  /** the time at which its author wrote it (milliseconds), by the record's own clock */
  at: number;
  /** the person who wrote it, where the record names one */
  userId?: string;
}

/** The entities that sites may push. */
export type PushedEntity = 'asset' | 'assetLog' | 'file';

/** The two records of a merge: one stays, the other goes. */
export interface MergeIds {
  stays: string;
  goes: string;
}

/** A pushed record, translated. */
export type Received =
  | ({ says: 'record' } & Said)
  | { says: 'removal' }
  /** no ids: the record does not name them */
  | { says: 'merge'; ids: MergeIds | undefined }
  /** a record that nothing can be made of; the site is shown why */
  | { says: 'nothing'; why: KeptFor };

/** A record that something can be made of. */
export type Understood = Exclude<Received, { says: 'nothing' }>;

/** A row of the inbox beside its translation. */
export interface ReceivedRow {
  row: InboxRow;
  /** undefined: of an entity that sites may not push */
  entity: PushedEntity | undefined;
  received: Received;
  /** what the record says, with ids of ours: the ids of the changes that it becomes are derived from it */
  content: Json;
}

/** A record as it goes out. */
export interface Outgoing {
  tableName: string;
  recordId: string;
  data: JsonObject;
}

/** The reason why a site cannot hold a record, or not all of it, as `atSite` explains them. */
export type Gap =
  | 'no-place'
  | 'no-item'
  | 'part-pack'
  | 'old-reason'
  | 'old-status'
  | 'no-asset'
  | 'no-bytes'
  | 'no-store'
  | 'no-central-data'
  | 'no-reason'
  | 'no-donor';

/** An outgoing record; `fields`: of an asset, the fields that the site has once it took the record. `without`: values that stay here. */
export interface Written extends Outgoing {
  fields?: Fields;
  without?: readonly Gap[];
}

/** A record that a site could not store: it is not sent. */
export interface Withheld {
  withheld: Gap;
}

/** The version of Open mSupply that a site gives for itself: its records depend on it. */
export interface SiteVersion {
  major: number;
  minor: number;
  /** items and names come to the site from here: there is no mSupply central server */
  isAlone?: boolean;
}

/** The version that a site had, and the one that it has. */
export interface Upgrade {
  before: SiteVersion;
  now: SiteVersion;
}

export interface Writing {
  version: SiteVersion;
  /** ids that this site has besides those that all have: of central data, of donors, of items */
  has: ReadonlySet<string>;
}

/** The translations of a moment: central data decide the ids that sites know. */
export interface Translation {
  read(row: InboxRow): ReceivedRow;
  /** Undefined: it goes out as another, or is of no use to sites. */
  write(entity: EntityName, table: string, row: AnyRow, how: Writing): Written | Withheld | undefined;
  /** True if a site is sent this otherwise since it has another version, and could not put it right itself. */
  isOther(entity: EntityName, table: string, row: AnyRow, how: Upgrade & Pick<Writing, 'has'>): boolean;
}

export interface Door {
  /** the tables that sites may push, in the order of integration: a log finds its asset, a file its log */
  readonly pushed: readonly string[];
  translation(): Promise<Translation>;
  entityOf(table: string): PushedEntity | undefined;
  /** The records that an entity is on the wire. */
  recordsOf(entity: EntityName, id: string): { table: string; recordId: string }[];
  /** Tables of central data that a site of this version does not know. */
  unknownTables(version: SiteVersion): readonly string[];
  /** The entities of which some records are sent otherwise. */
  entitiesOther(upgrade: Upgrade): readonly EntityName[];
  /** `isAlone`: there is no mSupply central server. */
  versionOf(appVersion: string | undefined, isAlone?: boolean): SiteVersion;
  /** The fields in which a site of this version writes a row that it has; the newest version where none is given. */
  fieldsAtSite(entity: PushedEntity, row: AnyRow, version?: SiteVersion): Fields | undefined;
  /** Those of the fields of an asset that a site of this version has. */
  fieldsHeldBy(version: SiteVersion, fields: Fields): Fields;
  /** True if records of this table that a site is given back may need an asset. */
  hangsOnAsset(table: string): boolean;
  /** The asset without which a site cannot store a record that it is given back. */
  assetNeededBy(table: string, data: Json): string | undefined;
  /** False where a site with these stores could not store a record that it is given back. */
  isStorable(table: string, record: { action: string; data: Json }, storeIds: readonly string[]): boolean;
  /** The id under which a record of a site's memory goes back. */
  recordIdOf(table: string, recordId: string): string;
}
