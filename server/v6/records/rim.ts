/** What the records of the wire are read and written with, made anew when central data have changed. */
import { CONFIG } from '#shared/change/documents';
import type { AnyRow, EntityName } from '#shared/domain/entities';
import type { CentralDatabase } from '../../database/port/central-database';
import { choicesOf } from './choices';
import { namedEntities, wireIds } from './known-by-sites';
import type { Rim } from './wire-ids';

export function rimOf({ changes, rows }: Pick<CentralDatabase, 'changes' | 'rows'>): () => Promise<Rim> {
  let made: { seq: number; rim: Rim } | undefined;
  return async () => {
    const [config] = await changes.documents([CONFIG]);
    const seq = config?.seq ?? 0;
    if (made?.seq === seq) return made.rim;
    const central = new Map<EntityName, readonly AnyRow[]>();
    for (const entity of namedEntities) central.set(entity, await rows.all(entity));
    const rim = { ids: wireIds(central), choices: choicesOf(await rows.all('assetProperty')) };
    made = { seq, rim };
    return rim;
  };
}
