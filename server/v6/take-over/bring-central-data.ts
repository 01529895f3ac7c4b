/** Central data of the old server that this programme lacks, written under the ids that they have there. */
import { randomUUID } from 'node:crypto';
import type { Change } from '#shared/change/change';
import { CONFIG } from '#shared/change/documents';
import { formatHlc } from '#shared/change/hlc';
import type { CentralDatabase } from '../../database/port/central-database';
import { authorAll } from '../../fleet/author-all';
import type { SyncServer } from '../../sync/sync-server';
import { TAKE_OVER } from '../records/keys-before';
import type { OldCentral } from './old-central';
import { centralTables, oldCentralData, type ReadRow } from './old-central-data';

const AUTHOR = { deviceId: TAKE_OVER, userId: TAKE_OVER };
/** Rows that are written together. */
const STEP = 200;

interface CentralDataParts {
  database: CentralDatabase;
  sync: Pick<SyncServer, 'author'>;
  now: () => number;
}

export interface BroughtData {
  found: number;
  brought: number;
  /** `<table> <id>` of rows that have no counterpart here, or that central does not take */
  unreadable: string[];
}

export async function bringCentralData(parts: CentralDataParts, old: OldCentral): Promise<BroughtData> {
  const known = await knownIds(parts.database);
  const data: BroughtData = { found: 0, brought: 0, unreadable: [] };
  let lacking: ReadRow[] = [];
  const write = async (): Promise<void> => {
    const refused = await author(parts, lacking);
    data.brought += lacking.length - refused.size;
    data.unreadable.push(...lacking.filter(({ id }) => refused.has(id)).map(named));
    lacking = [];
  };
  for await (const row of oldCentralData(old)) {
    data.found += 1;
    if (known.has(`${row.entity}/${row.id}`)) continue;
    if (row.patch) lacking.push(row);
    else data.unreadable.push(named(row));
    if (lacking.length >= STEP) await write();
  }
  await write();
  return data;
}

const named = ({ table, id }: ReadRow): string => `${table} ${id}`;

async function knownIds({ rows, following }: CentralDatabase): Promise<ReadonlySet<string>> {
  await following.reached();
  const known = new Set<string>();
  for (const [, entity] of centralTables)
    for (const { id } of await rows.all(entity)) known.add(`${entity}/${id}`);
  return known;
}

/** Returns the ids of the rows that central does not take. */
async function author({ sync, now }: CentralDataParts, rows: readonly ReadRow[]): Promise<Set<string>> {
  const ms = now();
  const changes = rows.map(({ entity, id, patch, retiredAt }, counter): Change => ({
    ...{ id: randomUUID(), ...AUTHOR, n: counter + 1, kind: `${entity}.create`, entityId: id },
    hlc: formatHlc({ ms, counter, deviceId: AUTHOR.deviceId }),
    patch: { ...patch, ...(retiredAt !== undefined && { deletedAt: retiredAt }) },
  }));
  const { refused } = await authorAll(sync, CONFIG, changes, AUTHOR);
  const gone = new Set(refused.flatMap(({ changeIds }) => changeIds));
  return new Set(changes.flatMap(({ id, entityId }) => (gone.has(id) ? [entityId] : [])));
}
