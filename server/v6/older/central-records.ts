/** Stores, their names, the settings that switch the cold chain on, items and units, as the older server writes them. */
import { createHash } from 'node:crypto';
import type { Item } from '#shared/domain/item';
import type { CentralRecord, CentralStore } from '../../database/port/v6-central-records';

const NO_DATE = '0000-00-00';

/** Ids of the older server are 32 letters and digits; a site keeps pulled records by the id alone, so that no two records may share one. */
const idOf = (kind: string, of: string): string =>
  createHash('sha256').update(`${kind} ${of}`).digest('hex').slice(0, 32).toUpperCase();

export function centralRecordsOf(stores: readonly CentralStore[], items: readonly Item[]): CentralRecord[] {
  const units = [...new Set(items.map(({ unit }) => unit))].filter((unit) => unit !== '');
  return [
    ...stores.flatMap(recordsOfStore),
    ...units.map(unitRecord),
    ...items.filter(({ deletedAt }) => deletedAt === undefined).map(itemRecord),
  ];
}

function recordsOfStore(store: CentralStore): CentralRecord[] {
  const nameId = idOf('name', store.id);
  const preferences = { store_ID: store.id, item: 'store_preferences', data: preferred };
  return [
    { table: 'name', recordId: nameId, data: nameData(nameId, store) },
    { table: 'store', recordId: store.id, data: storeData(nameId, store) },
    { table: 'pref', recordId: `${store.id}_pref`, data: preferences },
  ];
}

/** The cold chain is on. Early versions read no settings in which one of the others is missing. */
const preferred = {
  usesVaccineModule: true,
  omSupplyUsesProgramModule: false,
  default_item_packsize_to_one: false,
  shouldAuthoriseResponseRequisition: false,
  includeRequisitionsInSuppliersRemoteAuthorisationProcesses: false,
  can_issue_in_foreign_currency: false,
};

const nameData = (id: string, { name, code }: CentralStore): CentralRecord['data'] => ({
  ID: id,
  name,
  code,
  type: 'store',
  customer: true,
  supplier: false,
  supplying_store_id: '',
  first: '',
  last: '',
  female: false,
  date_of_birth: NO_DATE,
  phone: '',
  'charge code': code,
  comment: '',
  country: '',
  bill_address1: '',
  bill_address2: '',
  email: '',
  url: '',
  manufacturer: false,
  donor: false,
  hold: false,
  NEXT_OF_KIN_ID: '',
  next_of_kin_relative: '',
  created_date: NO_DATE,
  national_health_number: '',
  isDeceased: false,
  om_created_datetime: '',
  om_gender: '',
});

const storeData = (nameId: string, { id, code, siteNumber }: CentralStore): CentralRecord['data'] => ({
  ID: id,
  name_ID: nameId,
  code: isReserved(code) ? `${code}.` : code,
  sync_id_remote_site: siteNumber,
  logo: '',
  store_mode: 'store',
  created_date: NO_DATE,
  disabled: false,
});

/** Sites pass over stores of these codes, which are the older server's own. */
const isReserved = (code: string): boolean => ['HIS', 'DRG', 'SM'].includes(code);

function unitRecord(unit: string): CentralRecord {
  const id = idOf('unit', unit);
  return { table: 'unit', recordId: id, data: { ID: id, units: unit, comment: '', order_number: 0 } };
}

const itemRecord = ({ id, name, code, unit }: Item): CentralRecord => ({
  table: 'item',
  recordId: id,
  data: {
    ID: id,
    item_name: name,
    code,
    unit_ID: unit === '' ? '' : idOf('unit', unit),
    type_of: 'general',
    default_pack_size: 1,
    is_vaccine: false,
    VEN_category: '',
    strength: '',
    doses: 0,
    category_ID: '',
    restricted_location_type_ID: '',
    volume_per_pack: 0,
    universalcodes_code: '',
  },
});
