/** What central turns out to lack when the state vectors are compared. */
import type { Change } from '#shared/change/change';
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

/**
 * Changes of others that were here before the connection opened and that central has nowhere any more, as after a restore from
 * a backup: they are given back under this device's own id, unaltered, oldest first.
 */
export function lost(
  positioned: readonly PositionedChange[],
  central: StateVector,
  before: StateVector,
  own: ReadonlySet<number>,
): Change[] {
  const there = new Set(
    positioned.filter((entry) => has(central, entry) || own.has(entry.client)).map(({ change }) => change.id),
  );
  const gone = positioned.filter(
    (entry) => !own.has(entry.client) && has(before, entry) && !there.has(entry.change.id),
  );
  const unique = new Map(gone.map(({ change }) => [change.id, change]));
  return [...unique.values()].sort((a, b) => (a.hlc < b.hlc ? -1 : 1));
}
