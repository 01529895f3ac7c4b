// The keys of the message catalogue, typed from the English one. A new namespace gets its import and its line here.
import type asset from './en/asset.json';
import type central from './en/central.json';
import type common from './en/common.json';
import type equipment from './en/equipment.json';
import type errors from './en/errors.json';
import type home from './en/home.json';
import type status from './en/status.json';
import type sync from './en/sync.json';

export interface Namespaces {
  asset: typeof asset;
  central: typeof central;
  common: typeof common;
  equipment: typeof equipment;
  errors: typeof errors;
  home: typeof home;
  status: typeof status;
  sync: typeof sync;
}

type PluralForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';

/** A plural is asked for by its stem: `waiting` stands for `waiting_one` and `waiting_other`. */
type Stem<Key extends string> = Key extends `${infer Base}_${PluralForm}` ? Base : Key;

export type WordKey = {
  [Name in keyof Namespaces]: `${Name}.${Stem<Exclude<keyof Namespaces[Name], 'default'> & string>}`;
}[keyof Namespaces];

export type WordValues = Record<string, string | number>;
