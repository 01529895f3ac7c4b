/** The description of a simple entity of central data for its pages: its name, its place in the app, and the records that depend on it. */
import type { CentralEntity } from '#shared/commands/save-central-data';
import type { UsedEntity } from '#shared/api/usage';
import type { ReplicaDatabase } from '../../../replica/database';
import type { FoldedRow } from '../../../replica/records';
import type { FieldSpec } from './field-spec';
import type { WordKey } from '../../../words/keys';
import type { Words } from '../../../words/words.svelte';

/** The number of records of one sort that depend on a record; the words say the count. */
export interface Dependant {
  words: WordKey;
  count: number;
}

export interface Kind<E extends CentralEntity = CentralEntity> {
  entity: E;
  /** the address of a record: `<path>/<id>`, its form `<path>/<id>/edit`, a new one's `<path>/new` */
  path: string;
  name: (row: FoldedRow<E>, words: Words) => string;
  /** the line under its name */
  sub?: (row: FoldedRow<E>) => string;
  /** `editTitle` where "Edit" before its name makes no good title */
  words: { list: WordKey; add: WordKey; addTitle: WordKey; editTitle?: WordKey; triedAdd: WordKey };
  /** the page that lists it */
  listedAt: string;
  /** for a kind with a single record: the record before anybody edited it. It lies at `path` itself, and is never retired */
  only?: FoldedRow<E>;
  /** fields that its form does not show, as its history calls them */
  unlisted?: (words: Words) => readonly FieldSpec[];
  /** central data on this device that hangs on it */
  dependants: (db: ReplicaDatabase, id: string) => Promise<Dependant[]>;
  /** set where assets or logs name it: central knows how many */
  used?: UsedEntity;
}

/** The record, or null where there is none, so that it differs from one that is still being read. */
export const readRecord = async <E extends CentralEntity>(
  db: ReplicaDatabase,
  { entity, only }: Pick<Kind<E>, 'entity' | 'only'>,
  id: string,
): Promise<FoldedRow<E> | null> => (await db.rowsOf(entity).get(id)) ?? only ?? null;

/** The address of a record. */
export const placeOf = <E extends CentralEntity>({ path, only }: Kind<E>, id: string): string =>
  only ? path : `${path}/${encodeURIComponent(id)}`;

export const isInUse = ({ deletedAt }: { deletedAt?: string | undefined }): boolean =>
  deletedAt === undefined;
