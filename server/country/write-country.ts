/** Staff's edits of the country, as changes that central authors into its document: so the tree of any earlier day can be shown. */
import type { Change } from '#shared/change/change';
import { COUNTRY } from '#shared/change/documents';
import { foldEntity } from '#shared/change/fold';
import { startClock, stampOver } from '#shared/change/hlc';
import type { JsonObject } from '#shared/json';
import { accepted, type Result } from '#shared/result';
import type { CentralDatabase } from '../database/port/central-database';
import { idByContent } from '../id-by-content';
import { newId } from '../new-id';
import type { SyncServer } from '../sync/sync-server';

export interface CountryWrite {
  entity: 'region' | 'facility';
  id: string;
  /** the fields that are given; null clears one */
  patch: JsonObject;
  /** a UUID, of callers that may write the same twice */
  cause?: string;
  by: { deviceId: string; userId: string };
}

interface Parts {
  database: Pick<CentralDatabase, 'transaction'>;
  sync: Pick<SyncServer, 'author'>;
  now: () => number;
}

/** Creates the record, or edits the one that is there. Refuses with the codes with which central refuses a change. */
export async function writeCountry(
  { database, sync, now }: Parts,
  write: CountryWrite,
): Promise<Result<Change>> {
  const { entity, id } = write;
  const filed = await database.transaction((tx) => tx.changes.changesOfEntities([{ entity, id }]));
  const change = changeOf(
    write,
    filed.map((one) => one.change),
    now(),
  );
  const authored = await sync.author(COUNTRY, [change], write.by);
  return authored.ok ? accepted(change) : authored;
}

/** Sorts after every value that it writes over, and names them as seen: it leaves no conflict of its own. */
function changeOf(
  { entity, id, patch, by, cause }: CountryWrite,
  earlier: readonly Change[],
  now: number,
): Change {
  const fold = foldEntity(entity, earlier);
  const seen = Object.keys(patch).flatMap((field): [string, string[]][] => {
    const known = fold?.fields.get(field);
    return known ? [[field, [known.winner.hlc, ...known.open.map(({ hlc }) => hlc)]]] : [];
  });
  const { hlc } = stampOver(
    startClock,
    now,
    by.deviceId,
    seen.flatMap(([, hlcs]) => hlcs),
  );
  const said = {
    hlc,
    ...by,
    kind: `${entity}.${fold?.exists ? 'edit' : 'create'}`,
    entityId: id,
    patch,
    ...(seen.length > 0 && { base: Object.fromEntries(seen) }),
  };
  return { id: cause === undefined ? newId(now) : idByContent(cause, said), n: 1, ...said };
}
