/** Central data in use that are another row, or have another code, at sites. Pure. */
import type { AtSites } from '#shared/api/v6-memory';
import { bornRow } from '../../reference-data/born/born';
import { formerOf } from '../../reference-data/former/former';
import { namedEntities, type CentralRows, type WireIds } from './known-by-sites';

export function otherAtSites(rows: CentralRows, ids: WireIds): AtSites['items'] {
  return namedEntities.flatMap((entity) =>
    (rows.get(entity) ?? []).flatMap((row): AtSites['items'] => {
      const isRetired = 'deletedAt' in row && row.deletedAt !== undefined;
      if (isRetired || formerOf(row.id)) return [];
      const siteId = ids.out(row.id);
      const code = ids.codeOf(row.id);
      if (siteId !== row.id)
        return [{ entity, id: row.id, why: bornRow(siteId) ? 'born' : 'another', siteId }];
      return code === undefined ? [] : [{ entity, id: row.id, why: 'code', siteId, code }];
    }),
  );
}
