/** Words for the codes that central gives for an Open mSupply site. A newer central server may have codes that this app does not know. */
import type { KeptRecords } from '#shared/api/v6-site';
import { functionalStatuses } from '#shared/domain/functional-status';
import { isJsonObject, type Json, type JsonObject } from '#shared/json';
import type { WordKey } from '../../../words/keys';
import type { Words } from '../../../words/words.svelte';

const lacks: Record<string, WordKey> = {
  'asset-fields': 'open-msupply.lack-asset-fields',
  unserviceable: 'open-msupply.lack-unserviceable',
  'pack-levels': 'open-msupply.lack-pack-levels',
  'storage-locations': 'open-msupply.lack-storage-locations',
  'locked-fields': 'open-msupply.lack-locked-fields',
  'comments-required': 'open-msupply.lack-comments-required',
  dates: 'open-msupply.lack-dates',
  'log-types': 'open-msupply.lack-log-types',
};
const whys: Record<string, WordKey> = {
  'unknown-asset': 'open-msupply.why-unknown-asset',
  'bytes-missing': 'open-msupply.why-bytes-missing',
  'not-yours': 'open-msupply.why-not-yours',
  'store-not-here': 'open-msupply.why-store-not-here',
  'central-only': 'open-msupply.why-central-only',
  'never-removed': 'open-msupply.why-never-removed',
  'file-too-large': 'open-msupply.why-file-too-large',
  'file-kind-refused': 'open-msupply.why-file-kind',
  'file-kind-differs': 'open-msupply.why-file-kind',
  'file-kind-not-taken': 'open-msupply.why-file-kind',
  'file-hash-differs': 'open-msupply.why-file-hash-differs',
  'bad-field': 'open-msupply.why-bad-field',
  'change-too-large': 'open-msupply.why-change-too-large',
  unreadable: 'open-msupply.why-unreadable',
  'unknown-merge': 'open-msupply.why-unknown-merge',
  'unknown-table': 'open-msupply.why-unreadable',
  internal: 'open-msupply.why-internal',
};
const gaps: Record<string, WordKey> = {
  'no-place': 'open-msupply.gap-no-place',
  'no-item': 'open-msupply.gap-no-item',
  'part-pack': 'open-msupply.gap-part-pack',
  'old-reason': 'open-msupply.gap-old-reason',
  'old-status': 'open-msupply.gap-old-status',
  'no-asset': 'open-msupply.gap-no-asset',
  'no-bytes': 'open-msupply.gap-no-bytes',
  'no-store': 'open-msupply.gap-no-store',
  'no-central-data': 'open-msupply.gap-no-central-data',
  'no-reason': 'open-msupply.gap-no-reason',
  'no-donor': 'open-msupply.gap-no-donor',
};
const there: Record<string, WordKey> = {
  assetLog: 'open-msupply.there-assetLog',
  file: 'open-msupply.there-file',
};
const tables: Record<string, WordKey> = {
  asset: 'open-msupply.kept-asset',
  asset_log: 'open-msupply.kept-asset_log',
  sync_file_reference: 'open-msupply.kept-sync_file_reference',
};
/** Central data, by the names of their tables at sites. */
const centralTables: Record<string, WordKey> = {
  asset_class: 'entities.one-assetClass',
  asset_category: 'entities.one-assetCategory',
  asset_catalogue_type: 'entities.one-assetType',
  asset_property: 'entities.one-assetProperty',
  asset_catalogue_item: 'entities.one-catalogueItem',
  asset_log_reason: 'entities.one-statusReason',
  pack_variant: 'entities.one-packVariant',
  item_variant: 'entities.one-packVariant',
  packaging_variant: 'entities.one-packVariant',
};
const states: Record<string, WordKey> = {
  new: 'open-msupply.state-new',
  started: 'open-msupply.state-started',
  completed: 'open-msupply.state-completed',
};
const rights: Record<string, WordKey> = {
  status: 'open-msupply.right-status',
  edit: 'open-msupply.right-edit',
  'scan-only': 'open-msupply.right-scan-only',
  'set-up': 'open-msupply.right-set-up',
  admin: 'open-msupply.right-admin',
};

const forms: Record<string, WordKey> = {
  SUPPORT: 'open-msupply.form-support',
  FEEDBACK: 'open-msupply.form-feedback',
};

export const sayFormKind = (words: Words, kind: string): string =>
  words.t(forms[kind] ?? 'open-msupply.form-other');

export const sayLack = (words: Words, code: string): string =>
  words.t(lacks[code] ?? 'open-msupply.lack-other', { code });

/** The reason why a record is not stored, and the next step. A reason without words of its own is a fault of the server. */
export const sayWhy = (words: Words, { code }: { code: string }): string =>
  words.t(whys[code] ?? 'open-msupply.why-internal');

/** The reason why a site cannot hold a record, and the next step. */
export const sayGap = (words: Words, why: string): string => words.t(gaps[why] ?? 'open-msupply.gap-other');

/** A status whose equipment central does not know either has no name but its id. */
export const sayNotThere = (
  words: Words,
  { entity, id, name }: { entity: string; id: string; name: string },
): string => {
  if (entity === 'assetLog' && name === id) return words.t('open-msupply.there-unknown');
  const key = there[entity];
  return key ? words.t(key, { name }) : name;
};

type Kept = Pick<KeptRecords['items'][number], 'tableName' | 'recordId' | 'data'>;

/** A record as people know it: equipment by its number, a status by what it says and when, a file and central data by their name. */
export function sayRecord(words: Words, { tableName, recordId, data }: Kept): string {
  const said = isJsonObject(data) ? data : {};
  const central = centralTables[tableName];
  const table = central ? words.t(central) : tableName;
  const say = (id: string): string => words.t(tables[tableName] ?? 'open-msupply.kept-other', { table, id });
  const status = functionalStatuses.find((one) => tableName === 'asset_log' && one === said['status']);
  return status
    ? words.line(say(words.t(`status.${status}`)), dayIn(words, said['log_datetime']))
    : say(nameIn(said) ?? recordId);
}

/** Times of sites give no zone, and mean UTC. */
function dayIn(words: Words, at: Json | undefined): string | undefined {
  const instant = typeof at === 'string' ? Date.parse(`${at.slice(0, 'yyyy-mm-ddThh:mm:ss'.length)}Z`) : NaN;
  return Number.isNaN(instant) ? undefined : words.date(new Date(instant).toISOString());
}

/** The first of the fields by which people tell records apart. */
const naming = ['asset_number', 'serial_number', 'file_name', 'code', 'reason', 'long_name', 'name'];
const nameIn = (said: JsonObject): string | undefined =>
  naming.map((field) => said[field]).find((value) => typeof value === 'string' && value !== '') as
    string | undefined;

export const sayState = (words: Words, state: string): string => {
  const key = states[state];
  return key ? words.t(key) : state;
};

/** A person's rights in words; a person without any sees equipment. */
export const sayRights = (words: Words, held: readonly string[]): string => {
  const said = held.flatMap((right) => (rights[right] ? [words.t(rights[right])] : []));
  return said.length === 0 ? words.t('open-msupply.looksOnly') : words.list(said);
};

const others: Record<string, WordKey> = {
  born: 'open-msupply.other-born',
  another: 'open-msupply.other-another',
  code: 'open-msupply.other-code',
  name: 'open-msupply.other-name',
  'no-item': 'open-msupply.other-no-item',
};

/** A record of central data as sites know it; a newer central server may have other codes. */
export const sayOther = (
  words: Words,
  { why, code = '' }: { why: string; code?: string | undefined },
): string => words.t(others[why] ?? 'open-msupply.other-another', { code });
