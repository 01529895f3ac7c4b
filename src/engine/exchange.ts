/** The changes that central lacks, as a comparison of state vectors shows. */
import type { PositionedChange } from '#shared/change/codec/struct';
import type { StateVector } from '#shared/change/state-vector';
import type { ReplicaDatabase } from '../replica/database';
import { contentOf } from '../replica/changes/outbox';
import type { Identity } from '../replica/records';
import type { CarriedDocument } from './carried-document';
import { contiguous } from '#shared/change/runs';

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

/** This device's own changes in a document that central lacks, by central's vector. */
export async function ownLacking(
  db: ReplicaDatabase,
  carrier: CarriedDocument,
  { clientId, formerClientIds }: Pick<Identity, 'clientId' | 'formerClientIds'>,
  central: StateVector,
): Promise<PositionedChange[]> {
  const own = new Set([clientId, ...formerClientIds]);
  const isBehind = [...carrier.vector()].some(
    ([client, clock]) => own.has(client) && (central.get(client) ?? 0) < clock,
  );
  return isBehind ? lacking((await contentOf(db, carrier.document)).placed, central, own) : [];
}
