/** Assets with all that was ever recorded of them, change by change, and with the names that the screens of a site need. */
import type { HeldEquipment, HeldStore } from '#shared/api/held';
import type { LoggedChange } from '../database/port/changes';
import type { CentralDatabase } from '../database/port/central-database';
import type { EntityRef } from '#shared/change/entity-ref';
import type { FileStore } from '../files/file-store';
import { writersOf } from './writers';

interface WholeParts {
  database: Pick<CentralDatabase, 'rows' | 'registry' | 'transaction'>;
  files: Pick<FileStore, 'has'>;
}

/** The assets, the records merged into them, their logs and the files of all these. `storeIds`: stores that are listed besides theirs. */
export async function wholeEquipment(
  { database, files }: WholeParts,
  assetIds: readonly string[],
  storeIds: readonly string[],
): Promise<HeldEquipment> {
  const { rows, registry } = database;
  const ids = new Set<string>();
  for (const assetId of assetIds) for (const id of await rows.idsUnder(assetId)) ids.add(id);
  const logged = await database.transaction(async (tx): Promise<LoggedChange[]> => {
    const refs: EntityRef[] = [];
    for (const id of ids) refs.push(...(await tx.changes.historyOf(id)));
    return refs.length === 0 ? [] : tx.changes.changesOfEntities(refs);
  });
  const changes = logged.map(({ document, change }) => ({ document, change }));
  const authors = new Set(logged.flatMap(({ change }) => [change.userId, change.deviceId]));
  const hashes = changes.flatMap(({ change: { kind, patch } }) =>
    kind === 'file.attach' && typeof patch['sha256'] === 'string' ? [patch['sha256']] : [],
  );
  const missing: string[] = [];
  for (const sha256 of new Set(hashes)) if (!(await files.has(sha256))) missing.push(sha256);
  return {
    stores: await storesNamed(registry, storeIds),
    changes,
    missing,
    writers: await writersOf(
      registry,
      [...authors].map((userId) => ({ userId })),
    ),
  };
}

async function storesNamed(
  registry: CentralDatabase['registry'],
  storeIds: readonly string[],
): Promise<HeldStore[]> {
  const siteOf = await registry.sites.sitesOfStores(storeIds);
  const found: HeldStore[] = [];
  for (const siteId of new Set(siteOf.values())) {
    const site = await registry.sites.get(siteId);
    for (const { id, code, name } of site?.stores ?? [])
      if (storeIds.includes(id)) found.push({ id, code, name, siteId, siteName: site?.name ?? '' });
  }
  return found;
}
