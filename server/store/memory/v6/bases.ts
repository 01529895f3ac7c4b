/** What V6 sites have of their assets, in memory. */
import type { Base, BaseFields, Bases } from '../../v6-port';
import type { MemoryDatabase } from '../database';
import { v6TablesOf, type BaseEntry, type V6Tables } from './tables';

const keyOf = (siteId: string, assetId: string): string => `${siteId}\n${assetId}`;

const toBase = ({ assetId, fields, sent }: BaseEntry): Base => ({
  assetId,
  ...(fields && { fields }),
  ...(sent && { sent: sent.fields }),
});

export function memoryBases(memory: MemoryDatabase): Bases {
  const tables = v6TablesOf(memory);
  const { bases } = tables;
  return {
    of: (siteId, assetIds) =>
      memory.read(() => {
        const found = assetIds.flatMap((id) => bases.get(keyOf(siteId, id)) ?? []);
        return new Map(found.map((entry) => [entry.assetId, toBase(entry)]));
      }),
    page: (siteId, cursor, sent) =>
      memory.write(() => {
        takenUpTo(tables, siteId, cursor);
        for (const asset of sent) {
          const key = keyOf(siteId, asset.assetId);
          const known = bases.get(key) ?? { siteId, assetId: asset.assetId };
          bases.set(key, { ...known, sent: { fields: asset.fields, cursor: asset.cursor } });
        }
      }),
  };
}

function takenUpTo({ bases }: V6Tables, siteId: string, cursor: number): void {
  for (const [key, { sent, ...entry }] of bases.entries())
    if (entry.siteId === siteId && sent && sent.cursor <= cursor)
      bases.set(key, { ...entry, fields: sent.fields });
}

/** The site said it: whatever it was sent before counts no more. */
export function putBase(
  { bases }: V6Tables,
  siteId: string,
  { assetId, fields }: { assetId: string; fields: BaseFields },
): void {
  bases.set(keyOf(siteId, assetId), { siteId, assetId, fields });
}
