/** The hierarchy of equipment that every programme starts with: class → category → types. A programme adds its own classes. */
export const COLD_CHAIN = 'Cold chain equipment';
export const REFRIGERATORS = 'Refrigerators and freezers';
export const ROOMS = 'Cold rooms and freezer rooms';
export const CONTAINERS = 'Insulated containers';

export const types = {
  iceLined: 'Ice-lined refrigerator',
  solar: 'Solar direct drive refrigerator',
  solarCombined: 'Solar direct drive combined refrigerator / freezer',
  freezer: 'Freezer',
  ultralow: 'Ultralow freezer',
} as const;

export const categories: readonly { name: string; types: readonly string[] }[] = [
  {
    name: REFRIGERATORS,
    types: [
      types.iceLined,
      'Combined ice-lined refrigerator / freezer',
      'Refrigerator',
      'Combined refrigerator / freezer',
      types.freezer,
      types.ultralow,
      types.solar,
      'Solar direct drive freezer',
      types.solarCombined,
    ],
  },
  { name: ROOMS, types: ['Cold room', 'Freezer room'] },
  {
    name: CONTAINERS,
    types: [
      'Cold box, long range',
      'Cold box, short range',
      'Vaccine carrier',
      'Vaccine carrier, freeze-free',
      'Long-term passive storage device',
    ],
  },
];
