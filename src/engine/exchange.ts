/** What central turns out to lack when the state vectors are compared. */
import type { PositionedChange } from '#shared/change/codec/struct';
import type { StateVector } from '#shared/change/state-vector';
import { contiguous } from './pieces';

const has = (vector: StateVector, { client, clock }: PositionedChange): boolean =>
  clock < (vector.get(client) ?? 0);

/** Structs under this device's own client ids that central lacks: they are sent as they stand. */
export function lacking(
  positioned: readonly PositionedChange[],
  central: StateVector,
  own: ReadonlySet<number>,
): PositionedChange[] {
  return contiguous(
    positioned.filter((entry) => own.has(entry.client) && !has(central, entry)),
    (client) => central.get(client) ?? 0,
  );
}
