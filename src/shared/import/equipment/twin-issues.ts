/** Rows that look like equipment that is there already, or like another row of the file: a person compares before they are saved. */
import { identityKey, looseKey } from '../../same-identity';
import type { CellIssue } from '../import-issue';
import type { EquipmentRow } from './equipment-data';
import type { EquipmentIndex } from './equipment-index';

export interface Identity {
  line: number;
  storeId: string;
  number: string;
  serial: string;
  target: EquipmentRow | undefined;
}

/** The rows of a file, found by number and by serial. */
export interface FileIndex {
  serials: ReadonlyMap<string, readonly number[]>;
  numbers: ReadonlyMap<string, readonly Identity[]>;
}

export function fileIndex(rows: readonly Identity[]): FileIndex {
  const serials = new Map<string, number[]>();
  const numbers = new Map<string, Identity[]>();
  for (const row of rows) {
    const serial = identityKey(row.serial);
    if (serial !== '') serials.set(serial, [...(serials.get(serial) ?? []), row.line]);
    const number = `${row.storeId}\n${looseKey(row.number)}`;
    if (row.number !== '') numbers.set(number, [...(numbers.get(number) ?? []), row]);
  }
  return { serials, numbers };
}

export function twinIssues(row: Identity, index: EquipmentIndex, file: FileIndex): CellIssue[] {
  const isNewSerial =
    row.serial !== '' && identityKey(row.serial) !== identityKey(row.target?.serialNumber ?? '');
  return [
    ...(row.target ? [] : numberIssues(row, index, file)),
    ...(isNewSerial ? serialIssues(row, index, file) : []),
    ...(row.target ? [] : removedIssues(row, index)),
  ];
}

/** A list of before names what was removed since: it would be registered a second time. */
function removedIssues({ storeId, number, serial }: Identity, index: EquipmentIndex): CellIssue[] {
  const removed = number === '' && serial === '' ? undefined : index.removed(storeId, number, serial);
  if (!removed) return [];
  return [{ column: 'assetNumber', code: 'was-removed', data: { assetNumber: removed.assetNumber } }];
}

function numberIssues(row: Identity, index: EquipmentIndex, file: FileIndex): CellIssue[] {
  const { storeId, number, serial } = row;
  if (number === '') return [];
  const elsewhere = index.numberedAnywhere(number).filter((asset) => asset.storeId !== storeId);
  const same = elsewhere.find(
    (asset) => serial !== '' && identityKey(asset.serialNumber ?? '') === identityKey(serial),
  );
  if (same) return [{ column: 'storeId', code: 'in-other-store', data: { storeId: same.storeId } }];
  const alike = index.alike(storeId, number)[0]?.assetNumber ?? alikeInFile(row, file);
  return [
    ...(elsewhere[0] && serial === ''
      ? [{ column: 'storeId', code: 'number-elsewhere' as const, data: { storeId: elsewhere[0].storeId } }]
      : []),
    ...(alike === undefined
      ? []
      : [{ column: 'assetNumber', code: 'looks-like' as const, data: { assetNumber: alike } }]),
  ];
}

const alikeInFile = ({ storeId, number, line }: Identity, { numbers }: FileIndex): string | undefined =>
  (numbers.get(`${storeId}\n${looseKey(number)}`) ?? []).find(
    (other) => other.line !== line && identityKey(other.number) !== identityKey(number),
  )?.number;

function serialIssues(
  { line, serial, target }: Identity,
  index: EquipmentIndex,
  { serials }: FileIndex,
): CellIssue[] {
  const here = index.withSerial(serial).find(({ id }) => id !== target?.id);
  const other = (serials.get(identityKey(serial)) ?? []).find((one) => one !== line);
  return [
    ...(here
      ? [{ column: 'serialNumber', code: 'serial-here' as const, data: { assetNumber: here.assetNumber } }]
      : []),
    ...(other === undefined
      ? []
      : [{ column: 'serialNumber', code: 'serial-same-row' as const, data: { row: other } }]),
  ];
}
