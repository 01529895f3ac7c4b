/** The equipment there is, found by the values that a row of a file may know it by. */
import { isMerged } from '../../domain/merged';
import { identityKey, looseKey } from '../../same-identity';
import type { EquipmentRow } from './equipment-data';

type Found = readonly EquipmentRow[];

export interface EquipmentIndex {
  byId: (id: string) => EquipmentRow | undefined;
  /** of one store, by its number: the very one before those that only look like it */
  numbered: (storeId: string, number: string) => EquipmentRow | undefined;
  /** of one store, whose number differs in its leading zeros only */
  alike: (storeId: string, number: string) => Found;
  /** of any store */
  numberedAnywhere: (number: string) => Found;
  withSerial: (serial: string) => Found;
  /** removed, of the store, and most likely this: its serial number is the same, or its number where either has no serial number */
  removed: (storeId: string, number: string, serial: string) => EquipmentRow | undefined;
}

export function equipmentIndex(assets: readonly EquipmentRow[]): EquipmentIndex {
  const inUse = assets.filter(({ deletedAt }) => deletedAt === undefined);
  const removed = assets.filter((asset) => asset.deletedAt !== undefined && !isMerged(asset));
  const removedBySerial = grouped(removed, ({ serialNumber = '' }) => identityKey(serialNumber));
  const removedByNumber = grouped(removed, ({ assetNumber }) => identityKey(assetNumber));
  const byId = new Map(assets.map((asset) => [asset.id, asset]));
  const byNumber = grouped(inUse, (asset) => `${asset.storeId}\n${identityKey(asset.assetNumber)}`);
  const byLooseNumber = grouped(inUse, (asset) => `${asset.storeId}\n${looseKey(asset.assetNumber)}`);
  const anywhere = grouped(inUse, ({ assetNumber }) => identityKey(assetNumber));
  const bySerial = grouped(inUse, ({ serialNumber = '' }) => identityKey(serialNumber));
  return {
    byId: (id) => byId.get(id),
    numbered: (storeId, number) => {
      const found = byNumber.get(`${storeId}\n${identityKey(number)}`) ?? [];
      return found.find(({ assetNumber }) => assetNumber === number) ?? found[0];
    },
    alike: (storeId, number) =>
      (byLooseNumber.get(`${storeId}\n${looseKey(number)}`) ?? []).filter(
        ({ assetNumber }) => identityKey(assetNumber) !== identityKey(number),
      ),
    numberedAnywhere: (number) => anywhere.get(identityKey(number)) ?? [],
    withSerial: (serial) => (identityKey(serial) === '' ? [] : (bySerial.get(identityKey(serial)) ?? [])),
    removed: (storeId, number, serial) => {
      const key = identityKey(serial);
      const alike = (key === '' ? undefined : removedBySerial.get(key)) ?? [];
      const numbered = (removedByNumber.get(identityKey(number)) ?? []).filter(
        ({ serialNumber = '' }) => key === '' || identityKey(serialNumber) === '',
      );
      return [...alike, ...numbered].find((asset) => asset.storeId === storeId);
    },
  };
}

function grouped(assets: Found, keyOf: (asset: EquipmentRow) => string): Map<string, EquipmentRow[]> {
  const groups = new Map<string, EquipmentRow[]>();
  for (const asset of assets) {
    const key = keyOf(asset);
    const group = groups.get(key);
    if (group) group.push(asset);
    else groups.set(key, [asset]);
  }
  return groups;
}
