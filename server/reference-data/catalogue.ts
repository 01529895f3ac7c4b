/** A starter catalogue, to try the product with; a programme imports its own. Litres at the given temperature, hold-over in hours. */
import { types } from './hierarchy';

export const SUB_CATALOGUE = 'WHO PQS';

interface StarterModel {
  code: string;
  manufacturer: string;
  model: string;
  type: string;
  properties: Record<string, number>;
}

/** code, manufacturer, model, litres at +5 °C, hours of hold-over */
type Refrigerator = readonly [string, string, string, number, number];

const iceLined: readonly Refrigerator[] = [
  ['E003/007', 'Vestfrost', 'MK 304', 105, 25.6],
  ['E003/011', 'Vestfrost', 'MK 204', 75, 20.1],
  ['E003/022', 'Vestfrost', 'MK 144', 48, 43.1],
  ['E003/110', 'Vestfrost', 'VLS 304A AC', 98, 55.5],
  ['E003/112', 'Vestfrost', 'VLS 404A AC', 145, 55],
  ['E003/044', 'Zero', 'ZLF 150 AC', 128, 128.2],
  ['E003/051', 'Zero', 'ZLF30 AC', 27, 77.2],
  ['E003/066', 'B Medical', 'TCW 4000 AC', 240, 77.3],
  ['E003/100', 'B Medical', 'TCW 40R AC', 36.5, 121.9],
  ['E003/079', 'Aucma', 'CFD-50', 50, 120],
  ['E003/089', 'Haier', 'HBC-80', 61, 59.9],
  ['E003/081', 'Godrej', 'GVR 75 Lite', 72.5, 81],
];

const solar: readonly Refrigerator[] = [
  ['E003/030', 'B Medical', 'TCW 3000', 156, 94.1],
  ['E003/068', 'B Medical', 'TCW 40R', 36, 93.4],
  ['E003/037', 'Zero', 'ZLF 100 DC', 93, 125],
  ['E003/069', 'Vestfrost', 'VLS 024', 25.5, 91.3],
  ['E003/106', 'Vestfrost', 'VLS 054A', 55.5, 89.3],
  ['E003/108', 'Vestfrost', 'VLS 154A', 170, 77.8],
  ['E003/049', 'Godrej', 'GVR 50DC', 46.5, 119.2],
];

const refrigerator =
  (type: string) =>
  ([code, manufacturer, model, litres, hours]: Refrigerator): StarterModel => ({
    ...{ code, manufacturer, model, type },
    properties: { storageCapacity5: litres, holdOverTime: hours },
  });

const combined = (refrigerator: Refrigerator, frozen: number): StarterModel => {
  const [code, manufacturer, model, cold, hours] = refrigerator;
  const properties = { storageCapacity5: cold, storageCapacityMinus20: frozen, holdOverTime: hours };
  return { code, manufacturer, model, type: types.solarCombined, properties };
};

const freezer = (
  code: string,
  manufacturer: string,
  model: string,
  frozen: number,
  hours: number,
): StarterModel => ({
  ...{ code, manufacturer, model, type: types.freezer },
  properties: { storageCapacityMinus20: frozen, holdOverTime: hours },
});

export const catalogue: readonly StarterModel[] = [
  ...iceLined.map(refrigerator(types.iceLined)),
  ...solar.map(refrigerator(types.solar)),
  combined(['E003/035', 'B Medical', 'TCW 2000', 99, 94], 42),
  combined(['E003/042', 'B Medical', 'TCW 40', 36, 94.4], 4.8),
  combined(['E003/048', 'Dulas', 'VC150', 102, 83.7], 42.9),
  freezer('E003/002', 'Haier', 'HBD 116', 121, 2.5),
  freezer('E003/024', 'Vestfrost', 'MF 114', 105, 2.8),
  {
    code: 'E003/125',
    manufacturer: 'B Medical',
    model: 'U201',
    type: types.ultralow,
    properties: { storageCapacityMinus70: 214 },
  },
];
