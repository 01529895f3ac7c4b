/** How the rows write a status, and count what assets and logs name of central data. */
import { functionalStatuses, type FunctionalStatus } from '#shared/domain/functional-status';
import type { PutEntity } from '../../port/rows-tx';
import { usesOf } from '../../row-columns';
import type { Counters } from './counters';
import { NO_STORE, type Numbers } from './numbers';
import { toUid } from './uid';

/** In the order of the alphabet, as lists sort them; 0: no log says one. */
const sorted = [...functionalStatuses].sort();

export const statusCode = (status: FunctionalStatus | undefined): number =>
  status === undefined ? 0 : sorted.indexOf(status) + 1;

export const statusOfCode = (code: number): FunctionalStatus | undefined => sorted[code - 1];

/** Counts what the entity names of central data. */
export function countUses(
  { numbers, counters }: { numbers: Numbers; counters: Counters },
  { before, now }: PutEntity,
): void {
  for (const { known, count } of [
    { known: before, count: -1 },
    { known: now, count: 1 },
  ]) {
    const store = known?.storeId === undefined ? NO_STORE : numbers.store(known.storeId);
    for (const { entity, id } of usesOf(now.ref.entity, known?.row))
      counters.uses(id, { uid: toUid(id), kind: numbers.kind(entity), store, count });
  }
}
