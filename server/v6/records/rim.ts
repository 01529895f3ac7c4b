/** The readers and writers of the records of the wire, made again when central data have changed. */
import { CONFIG } from '#shared/change/documents';
import type { AnyRow, EntityName } from '#shared/domain/entities';
import type { CentralDatabase } from '../../database/port/central-database';
import { otherAtSites } from './at-sites';
import { choicesOf } from './choices';
import { KeysBefore } from './keys-before';
import { namedEntities, wireIds } from './known-by-sites';
import type { Rim } from './wire-ids';

/** The longest wait for the rows, milliseconds. */
const PATIENCE = 8000;

export function rimOf({
  changes,
  rows,
  following,
}: Pick<CentralDatabase, 'changes' | 'rows' | 'following'>): () => Promise<Rim> {
  let made: { seq: number; rim: Rim } | undefined;
  const keys = new KeysBefore(changes);
  return async () => {
    const [config] = await changes.documents([CONFIG]);
    const seq = config?.seq ?? 0;
    if (made?.seq === seq) return made.rim;
    // a rim made of rows that are behind serves this once
    const isWhole = await following.reached(seq, PATIENCE).then(
      () => true,
      () => false,
    );
    const central = new Map<EntityName, readonly AnyRow[]>();
    for (const entity of namedEntities) central.set(entity, await rows.all(entity));
    const before = await keys.all();
    const ids = wireIds(central, before.keys, before.takenOver);
    const choices = choicesOf(await rows.all('assetProperty'));
    const rim = { ids, choices, others: otherAtSites(central, ids) };
    if (isWhole) made = { seq, rim };
    return rim;
  };
}
