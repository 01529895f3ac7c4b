/** What central turns out to lack when the state vectors are compared. */
import type { Placed } from '#shared/change/codec/struct';
import type { StateVector } from '#shared/change/state-vector';
import { contiguous } from './pieces';

const has = (vector: StateVector, { client, clock }: Placed): boolean => clock < (vector.get(client) ?? 0);

/** Structs under this device's own client ids that central lacks: they are sent as they stand. */
export function lacking(placed: readonly Placed[], central: StateVector, own: ReadonlySet<number>): Placed[] {
  return contiguous(
    placed.filter((entry) => own.has(entry.client) && !has(central, entry)),
    (client) => central.get(client) ?? 0,
  );
}
