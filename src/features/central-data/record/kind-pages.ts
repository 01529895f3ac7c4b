/** The parts of a record's pages besides its kind: the fields that they show, and the other pieces on its page. */
import type { CentralEntity } from '#shared/commands/save-central-data';
import type { Component } from 'svelte';
import type { ReplicaDatabase } from '../../../replica/database';
import type { FoldedRow } from '../../../replica/records';
import type { WordKey } from '../../../words/keys';
import type { Words } from '../../../words/words.svelte';
import type { FieldSpec, Specs } from './field-spec';
import type { Kind } from './kind';

export interface Fields {
  shown: readonly FieldSpec[];
  /** those of its form, where they are others */
  form?: Specs;
}

export interface KindPages<E extends CentralEntity> {
  kind: Kind<E>;
  /** Reads the choices of its fields; `id` is undefined for a new one. */
  fields: (db: ReplicaDatabase, id: string | undefined) => Promise<(words: Words) => Fields>;
  /** the record's content, where a list of its fields is too little */
  facts?: Component<{ row: FoldedRow<E> }>;
  /** the records that depend on it */
  below?: Component<{ row: FoldedRow<E> }>;
  /** the target of the way back; the list when absent */
  back?: (row: FoldedRow<E>) => { href: string; label: WordKey };
  /** set where the plain list will do: it then has its line among central data, too */
  listed?: {
    icon: Component;
    sub: WordKey;
    count: WordKey;
    /** Reads the data for the line under each name. */
    line: (db: ReplicaDatabase) => Promise<(row: FoldedRow<E>, words: Words) => string>;
  };
}

/** Fields whose choices need nothing from this device. */
export const plainly =
  (
    specs: readonly FieldSpec[] | ((words: Words) => readonly FieldSpec[]),
  ): KindPages<CentralEntity>['fields'] =>
  () =>
    Promise.resolve((words) => ({ shown: typeof specs === 'function' ? specs(words) : specs }));
