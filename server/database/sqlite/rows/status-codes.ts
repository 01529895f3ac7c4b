/** Functional statuses as numbers. */
import { functionalStatuses, type FunctionalStatus } from '#shared/domain/functional-status';

/** In the order of the alphabet, as lists sort them; 0: no log gives one. */
const sorted = [...functionalStatuses].sort();

export const statusCode = (status: FunctionalStatus | undefined): number =>
  status === undefined ? 0 : sorted.indexOf(status) + 1;

export const statusOfCode = (code: number): FunctionalStatus | undefined => sorted[code - 1];
