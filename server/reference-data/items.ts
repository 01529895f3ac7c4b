/** A few items with their packs, as examples of pack variants. */
interface StarterItem {
  code: string;
  name: string;
  unit: string;
  packs: readonly { shortName: string; longName: string; packSize: number }[];
}

export const items: readonly StarterItem[] = [
  {
    code: 'VAC-BCG',
    name: 'BCG vaccine',
    unit: 'dose',
    packs: [
      { shortName: 'Vial 20', longName: 'Vial of 20 doses', packSize: 20 },
      { shortName: 'Box 50×20', longName: 'Box of 50 vials of 20 doses', packSize: 1000 },
    ],
  },
  {
    code: 'VAC-MR',
    name: 'Measles and rubella vaccine',
    unit: 'dose',
    packs: [
      { shortName: 'Vial 5', longName: 'Vial of 5 doses', packSize: 5 },
      { shortName: 'Vial 10', longName: 'Vial of 10 doses', packSize: 10 },
    ],
  },
  {
    code: 'VAC-PENTA',
    name: 'DTP-HepB-Hib vaccine',
    unit: 'dose',
    packs: [
      { shortName: 'Vial 1', longName: 'Vial of 1 dose', packSize: 1 },
      { shortName: 'Vial 10', longName: 'Vial of 10 doses', packSize: 10 },
    ],
  },
  {
    code: 'PARA-500',
    name: 'Paracetamol 500 mg',
    unit: 'tablet',
    packs: [
      { shortName: 'Blister 10', longName: 'Blister of 10 tablets', packSize: 10 },
      { shortName: 'Tin 1000', longName: 'Tin of 1000 tablets', packSize: 1000 },
    ],
  },
  {
    code: 'ORS',
    name: 'Oral rehydration salts',
    unit: 'sachet',
    packs: [{ shortName: 'Box 100', longName: 'Box of 100 sachets', packSize: 100 }],
  },
];
