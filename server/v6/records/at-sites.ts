/** Central data in use that are another row, have another code, or are not at all at sites. Pure. */
import type { AtSites } from '#shared/api/v6-memory';
import type { AtSite } from '#shared/api/v6-site';
import type { AnyRow } from '#shared/domain/entities';
import type { PackVariant } from '#shared/domain/item';
import { bornRow } from '../../reference-data/born/born';
import { formerOf } from '../../reference-data/former/former';
import { isIdOfMSupply } from './pack-variant';
import { namedEntities, type CentralRows, type WireIds } from './known-by-sites';

export function otherAtSites(rows: CentralRows, ids: WireIds): AtSites['items'] {
  return namedEntities.flatMap((entity) =>
    (rows.get(entity) ?? []).flatMap((row): AtSites['items'] => {
      const isRetired = 'deletedAt' in row && row.deletedAt !== undefined;
      if (isRetired || formerOf(row.id)) return [];
      const siteId = ids.out(row.id);
      const mark = ids.markOf(row.id);
      const one = { entity, id: row.id, name: nameOf(row), siteId };
      if (siteId !== row.id) return [{ ...one, why: bornRow(siteId) ? 'born' : 'another' }];
      return mark ? [{ ...one, why: mark.field, code: mark.value }] : [];
    }),
  );
}

const nameOf = (row: AnyRow): string =>
  ('model' in row ? row.model : 'reason' in row ? row.reason : 'name' in row ? row.name : undefined) ??
  row.id;

/** Pack variants in use that no site can have beside an mSupply central server: it knows their item by no id of its own. */
export const withoutItem = (packs: readonly PackVariant[]): AtSites['items'] =>
  packs.flatMap(({ id, itemId, longName, deletedAt }) =>
    deletedAt === undefined && !isIdOfMSupply(itemId)
      ? [{ entity: 'packVariant', id, why: 'no-item', name: longName, siteId: id }]
      : [],
  );

/** Stores that mSupply central cannot know: it gives them ids of its own, and a site has no other. */
export const withoutStore = (stores: readonly { id: string; name: string }[]): AtSite['items'] =>
  stores.flatMap(({ id, name }) =>
    isIdOfMSupply(id) ? [] : [{ entity: 'store', id, name, why: 'no-store' }],
  );
