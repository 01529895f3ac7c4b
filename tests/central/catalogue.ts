/** A programme's own catalogue, as support staff import it: items of 12 properties, in the order of their codes. Needs the starter data. */
import type { Change } from '#shared/change/change';
import type { JsonObject } from '#shared/json';
import { classificationOf } from '../../server/reference-data/born/born';
import { ChangeMaker } from './change-maker';
import type { Staff } from './staff';

const makers = ['Vestfrost', 'B Medical', 'Zero', 'Haier', 'Aucma', 'Godrej', 'Dulas', 'Northwind'];
const types = ['Ice-lined refrigerator', 'Solar direct drive refrigerator', 'Freezer', 'Cold room'];
const refrigerants = ['R600a', 'R290', 'R134a'];
const grades = ['Grade A', 'Grade B', 'Grade C'];
const monitors = ['Integrated', 'External', 'None'];
/** well under the size of one call */
const AT_A_TIME = 200;

/** Numbers that look like measured ones, and are the same each time. */
function* measures(): Generator<number, never> {
  for (let state = 20_261; ;) {
    state = (state * 48_271) % 2_147_483_647;
    yield (state % 2000) / 10;
  }
}

const pick = <T>(some: readonly [T, ...T[]] | readonly T[], index: number): T => {
  const picked = some[index % some.length];
  if (picked === undefined) throw new Error('nothing to pick from');
  return picked;
};

function propertiesOf(index: number, measure: () => number): JsonObject {
  return {
    external_dimensions: `${50 + (index % 60)}×${60 + (index % 35)}×${80 + (index % 120)}`,
    expected_lifespan: 8 + (index % 5),
    storage_capacity_5c: measure(),
    storage_capacity_20c: measure(),
    waterpack_storage_capacity: measure(),
    waterpack_freezing_capacity: measure(),
    energy_consumption_stable: measure(),
    hold_over_time: measure(),
    freeze_protection: pick(grades, index),
    temperature_monitoring_device: pick(monitors, index >> 2),
    voltage_stabilizer: pick(monitors, index >> 3),
    refrigerant_type: pick(refrigerants, index >> 1),
  };
}

/** `catalogueItem.create` changes, `PR1/0001` and on. */
export function catalogueChanges(count: number, maker = new ChangeMaker('catalogue', 'amina')): Change[] {
  const numbers = measures();
  return Array.from({ length: count }, (_, index) =>
    maker.make('catalogueItem.create', {
      subCatalogue: 'Programme',
      code: `PR${1 + (index >> 9)}/${String(index).padStart(4, '0')}`,
      ...classificationOf(pick(types, index >> 6)),
      manufacturer: pick(makers, index >> 5),
      model: `${pick(makers, index >> 5)
        .slice(0, 2)
        .toUpperCase()} ${100 + ((index * 7) % 900)} ${index % 2 ? 'AC' : 'DC'}`,
      properties: propertiesOf(index, () => numbers.next().value),
    }),
  );
}

/** Puts them into central; returns the id of the first. */
export async function fillCatalogue(staff: Staff, count: number): Promise<string> {
  const changes = catalogueChanges(count);
  for (let first = 0; first < changes.length; first += AT_A_TIME) {
    const { refused } = await staff.author('config', changes.slice(first, first + AT_A_TIME));
    if (refused.length > 0) throw new Error(`central refused an item: ${JSON.stringify(refused[0])}`);
  }
  return changes[0]?.entityId ?? '';
}
