// The keys of the message catalogue, typed from the English one. A new namespace gets its import and its line here.
import type app from './en/first/app.json';
import type asset from './en/asset.json';
import type audit from './en/audit.json';
import type catalogue from './en/catalogue.json';
import type central from './en/first/central.json';
import type centralData from './en/central-data.json';
import type common from './en/first/common.json';
import type entities from './en/entities.json';
import type equipment from './en/equipment.json';
import type errors from './en/first/errors.json';
import type files from './en/files.json';
import type fleet from './en/fleet.json';
import type firstSteps from './en/first-steps.json';
import type forms from './en/forms.json';
import type held from './en/held.json';
import type help from './en/help.json';
import type hierarchy from './en/hierarchy.json';
import type home from './en/first/home.json';
import type imports from './en/imports.json';
import type items from './en/items.json';
import type join from './en/first/join.json';
import type joinSheets from './en/join-sheets.json';
import type labels from './en/labels.json';
import type more from './en/more.json';
import type programmeSettings from './en/programme-settings.json';
import type openMSupply from './en/open-msupply.json';
import type people from './en/people.json';
import type properties from './en/properties.json';
import type recordErrors from './en/record-errors.json';
import type regions from './en/regions.json';
import type restored from './en/restored.json';
import type round from './en/round.json';
import type scan from './en/first/scan.json';
import type scanned from './en/scanned.json';
import type search from './en/search.json';
import type signIn from './en/sign-in.json';
import type sites from './en/sites.json';
import type statusReasons from './en/status-reasons.json';
import type status from './en/first/status.json';
import type sync from './en/first/sync.json';
import type tables from './en/tables.json';
import type syncPage from './en/sync-page.json';
import type users from './en/users.json';
import type views from './en/views.json';

interface Namespaces {
  app: typeof app;
  asset: typeof asset;
  audit: typeof audit;
  catalogue: typeof catalogue;
  central: typeof central;
  'central-data': typeof centralData;
  common: typeof common;
  entities: typeof entities;
  equipment: typeof equipment;
  errors: typeof errors;
  files: typeof files;
  fleet: typeof fleet;
  'first-steps': typeof firstSteps;
  forms: typeof forms;
  held: typeof held;
  help: typeof help;
  hierarchy: typeof hierarchy;
  home: typeof home;
  imports: typeof imports;
  items: typeof items;
  join: typeof join;
  'join-sheets': typeof joinSheets;
  labels: typeof labels;
  more: typeof more;
  'programme-settings': typeof programmeSettings;
  'open-msupply': typeof openMSupply;
  people: typeof people;
  properties: typeof properties;
  'record-errors': typeof recordErrors;
  regions: typeof regions;
  restored: typeof restored;
  round: typeof round;
  scan: typeof scan;
  scanned: typeof scanned;
  search: typeof search;
  'sign-in': typeof signIn;
  sites: typeof sites;
  'status-reasons': typeof statusReasons;
  status: typeof status;
  'sync-page': typeof syncPage;
  sync: typeof sync;
  users: typeof users;
  views: typeof views;
  tables: typeof tables;
}

type PluralForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';

/** A plural is asked for by its stem: `waiting` stands for `waiting_one` and `waiting_other`. */
type Stem<Key extends string> = Key extends `${infer Base}_${PluralForm}` ? Base : Key;

export type WordKey = {
  [Name in keyof Namespaces]: `${Name}.${Stem<Exclude<keyof Namespaces[Name], 'default'> & string>}`;
}[keyof Namespaces];

export type WordValues = Record<string, string | number>;
