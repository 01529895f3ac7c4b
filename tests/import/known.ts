// A small programme that the tables of the tests are about: one hierarchy, some models, a site with one store and one with two.
import type { Around } from '#shared/import/around';
import type { EquipmentData, EquipmentRow, NamedStore } from '#shared/import/equipment/equipment-data';
import type { CatalogueItem } from '#shared/domain/catalogue-item';
import type { StatusReason } from '#shared/domain/status-reason';

const at = '2026-01-01T00:00:00.000Z';
export const now = Date.parse('2026-11-29T08:00:00Z');

export const around: Around = {
  classes: [
    { id: 'cold', name: 'Cold chain equipment' },
    { id: 'power', name: 'Power equipment' },
  ],
  categories: [
    { id: 'fridges', name: 'Refrigerators and freezers', classId: 'cold' },
    { id: 'rooms', name: 'Cold rooms and freezer rooms', classId: 'cold' },
    { id: 'generators', name: 'Generators', classId: 'power' },
  ],
  types: [
    { id: 'ilr', name: 'Ice-lined refrigerator', categoryId: 'fridges' },
    { id: 'fridge', name: 'Refrigerator', categoryId: 'fridges' },
    { id: 'freezer', name: 'Freezer', categoryId: 'fridges' },
    { id: 'room', name: 'Cold room', categoryId: 'rooms' },
    { id: 'diesel', name: 'Diesel generator', categoryId: 'generators' },
  ],
  properties: [
    {
      ...{ id: 'p1', key: 'storageCapacity5', name: 'Storage capacity at +5 °C (litres)' },
      ...{ classId: 'cold', valueType: 'FLOAT' },
    },
    { id: 'p2', key: 'holdOverTime', name: 'Hold-over time (hours)', classId: 'cold', valueType: 'FLOAT' },
    {
      ...{ id: 'p3', key: 'capacity', name: 'Capacity', classId: 'power', valueType: 'STRING' },
      allowedValues: ['5 kVA', '10 kVA'],
    },
    { id: 'p4', key: 'capacity', name: 'Capacity', classId: 'cold', valueType: 'FLOAT' },
    { id: 'p5', key: 'lowest', name: 'Lowest ambient temperature (°C)', classId: 'cold', valueType: 'FLOAT' },
  ],
  items: [{ id: 'para', code: 'PARA-500', name: 'Paracetamol 500 mg', unit: 'tablet' }],
};

const ilr = { classId: 'cold', categoryId: 'fridges', typeId: 'ilr' };

export const catalogue: CatalogueItem[] = [
  {
    ...{ id: 'mk304', subCatalogue: 'WHO PQS', code: 'E003/007', manufacturer: 'Vestfrost' },
    ...{ model: 'MK 304', ...ilr, properties: { storageCapacity5: 105 } },
  },
];

export const reasons: StatusReason[] = [
  { id: 'parts', functionalStatus: 'NOT_FUNCTIONING', reason: 'Needs spare parts', commentsRequired: false },
  { id: 'power', functionalStatus: 'NOT_FUNCTIONING', reason: 'Lack of power', commentsRequired: false },
];

export const ridge: NamedStore = { id: 's-rdg', code: 'RDG-VAX', name: 'North Ridge vaccine store' };
export const hospital: NamedStore[] = [
  { id: 's-hos', code: 'HOS-VAX', name: 'Hospital vaccine store' },
  { id: 's-mat', code: 'HOS-MAT', name: 'Hospital maternity' },
];

const fridge = (id: string, storeId: string, assetNumber: string, serialNumber: string): EquipmentRow => ({
  ...{ id, storeId, assetNumber, serialNumber, catalogueItemId: 'mk304', ...ilr },
  ...{ needsReplacement: false, properties: {}, lockedFields: [], createdAt: at, modifiedAt: at },
  ...{ functionalStatus: 'FUNCTIONING', statusLoggedAt: at, statusSince: at },
});

const serials = ['SN372873', 'SN741484', 'SN3', 'SN4', 'SN5', 'SN6', 'SN7', 'SN8'];
const ofRidge = serials.map((serial, place) =>
  fridge(`rdg-${place + 1}`, ridge.id, `RDG-VAX-00${place + 1}`, serial),
);

/** The first has all that a row may clear. */
const full: EquipmentRow = {
  ...fridge('rdg-1', ridge.id, 'RDG-VAX-001', 'SN372873'),
  ...{ storageLocation: 'Vaccine room', donor: 'Gavi', installationDate: '2024-11-19' },
  ...{ warrantyStart: '2024-11-19', warrantyEnd: '2026-11-18', notes: 'by the door' },
  comment: 'Reported by the nurse in charge.',
};

export const atRidge: EquipmentData = {
  assets: [full, ...ofRidge.slice(1)],
  ...{ catalogue, reasons, around, stores: [ridge] },
};

export const atHospital: EquipmentData = {
  assets: [fridge('hos-1', 's-hos', 'HOS-VAX-001', 'SN465987')],
  ...{ catalogue, reasons, around, stores: hospital },
};
