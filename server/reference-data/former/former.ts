/**
 * The reference data that programmes began with before, and their counterparts now: the same thing under the id with which every Open
 * mSupply installation is born. A record that has no counterpart there stays the programme's own.
 */
import type { EntityName } from '#shared/domain/entities';
import { bornModel, bornRows, bornType, COLD_CHAIN_ID } from '../born/born';
import { derivedUuid } from '#shared/derived-uuid';

const NAMESPACE = '6f1f3e0a-3f0e-5c53-9d0c-8a7c5f6b2e11';

/** Derived from a key that never changed, even where the row's name did. */
export const formerId = (entity: EntityName, key: string): string =>
  derivedUuid(NAMESPACE, `${entity} ${key}`);
/** The change that wrote it first. */
const formerCreation = (entity: EntityName, key: string): string =>
  derivedUuid(NAMESPACE, `create ${entity} ${key}`);

export interface Former {
  entity: EntityName;
  id: string;
  /** the change that wrote it first */
  creation: string;
  bornId: string;
}

const COLD_CHAIN = 'Cold chain equipment';
const REFRIGERATORS = 'Refrigerators and freezers';
const ROOMS = 'Cold rooms and freezer rooms';

/** Former name → name now. */
const renamedTypes: Readonly<Record<string, string>> = {
  'Cold box, long range': 'Cold box - long range',
  'Cold box, short range': 'Cold box - short range',
  'Vaccine carrier, freeze-free': 'Vaccine carrier - freeze-free',
};
const types = [
  ...['Ice-lined refrigerator', 'Combined ice-lined refrigerator / freezer', 'Refrigerator'],
  ...['Combined refrigerator / freezer', 'Freezer', 'Ultralow freezer', 'Solar direct drive refrigerator'],
  ...['Solar direct drive freezer', 'Solar direct drive combined refrigerator / freezer'],
  ...['Cold room', 'Freezer room', 'Vaccine carrier', 'Long-term passive storage device'],
  ...Object.keys(renamedTypes),
];
const codes = [
  ...['007', '011', '022', '110', '112', '044', '051', '066', '100', '079', '089', '081', '030', '068'],
  ...['037', '069', '106', '108', '049', '035', '042', '048', '002', '024', '125'],
].map((number) => `E003/${number}`);

/** Former key of a property → key now. */
export const renamedKeys: ReadonlyMap<string, string> = new Map([
  ['externalDimensions', 'external_dimensions'],
  ['expectedLifespan', 'expected_lifespan'],
  ['storageCapacity5', 'storage_capacity_5c'],
  ['storageCapacityMinus20', 'storage_capacity_20c'],
  ['storageCapacityMinus70', 'storage_capacity_70c'],
  ['waterpackStorage', 'waterpack_storage_capacity'],
  ['waterpackFreezing', 'waterpack_freezing_capacity'],
  ['energyStable', 'energy_consumption_stable'],
  ['energyFreezing', 'energy_consumption_freezing'],
  ['holdOverTime', 'hold_over_time'],
  ['climateZone', 'climate_zone'],
  ['freezeProtection', 'freeze_protection'],
  ['temperatureMonitoring', 'temperature_monitoring_device'],
  ['voltageStabilizer', 'voltage_stabilizer'],
  ['energySource', 'energy_source'],
  ['refrigerantTypes', 'refrigerant_type'],
]);
const ofAll = ['externalDimensions', 'expectedLifespan'];

const categories = bornRows.filter(({ entity }) => entity === 'assetCategory');
const properties = bornRows.filter(({ entity }) => entity === 'assetProperty');
const reasons = bornRows.filter(({ entity }) => entity === 'statusReason');

const former = (entity: EntityName, key: string, bornId: string): Former => ({
  ...{ entity, id: formerId(entity, key), creation: formerCreation(entity, key), bornId },
});

/** A property stands once per category that it applies to, or once for all. */
function formerProperties(): Former[] {
  return properties.flatMap(({ id, patch }) => {
    const key = [...renamedKeys].find(([, now]) => now === patch['key'])?.[0];
    const category = categories.find((one) => one.id === patch['categoryId'])?.patch['name'];
    if (key === undefined) return [];
    if (ofAll.includes(key)) return [former('assetProperty', key, id)];
    return category === REFRIGERATORS || category === ROOMS
      ? [former('assetProperty', `${category} ${key}`, id)]
      : [];
  });
}

export const formers: readonly Former[] = [
  former('assetClass', COLD_CHAIN, COLD_CHAIN_ID),
  ...categories.map(({ id, patch }) => former('assetCategory', String(patch['name']), id)),
  ...types.map((name) => former('assetType', name, bornType(renamedTypes[name] ?? name).id)),
  ...formerProperties(),
  ...reasons.map(({ id, patch }) =>
    former('statusReason', `${String(patch['functionalStatus'])} ${String(patch['reason'])}`, id),
  ),
  ...codes.map((code) => former('catalogueItem', `WHO PQS ${code}`, bornModel(code).id)),
];

const byId = new Map(formers.map((one) => [one.id, one]));
/** The counterpart of a former id now; undefined where it is none. */
export const formerOf = (id: unknown): Former | undefined =>
  typeof id === 'string' ? byId.get(id) : undefined;
