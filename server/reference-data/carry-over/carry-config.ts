/**
 * Central data of a programme that began with others than every Open mSupply installation is born with. The rows of now are written, edits
 * of staff to the former ones are written to them, and the former ones are retired. Nothing is deleted; done twice it is the same.
 */
import type { Change } from '#shared/change/change';
import { CONFIG } from '#shared/change/documents';
import { foldEntity, type Fold } from '#shared/change/fold';
import { centralEntities } from '#shared/domain/entities';
import { PROGRAMME_SETTINGS } from '#shared/domain/programme-settings';
import { formatHlc } from '#shared/change/hlc';
import type { JsonObject } from '#shared/json';
import { derivedUuid } from '#shared/derived-uuid';
import type { CentralDatabase } from '../../database/port/central-database';
import type { SyncServer } from '../../sync/sync-server';
import { idByContent, isCauseOf } from '../../id-by-content';
import { bornRows } from '../born/born';
import { formers, renamedKeys, type Former } from '../former/former';
import { bornChanges, starterAuthor } from '../starter-changes';
import { CENTRAL, following, idNow, rewrite, type StandIns } from './rewrite';
import { standInsOf, withStandIns, type CentralRows } from './stand-ins';

const NAMESPACE = '5d0e0d0c-62a5-5f06-9a55-3b7f0b1d6a11';

interface CarryParts {
  database: CentralDatabase;
  sync: Pick<SyncServer, 'author'>;
}

/** Returns the rows that stand for born rows. `at`: the moment at which this was begun, milliseconds. Throws when central refuses it. */
export async function carryConfig({ database, sync }: CarryParts, at: number): Promise<StandIns> {
  const rows = await centralRows(database);
  const standIns = standInsOf(rows);
  const present = new Set([...rows.values()].flat().map(({ id }) => id));
  const lacking = bornRows.filter(({ id }) => !present.has(id) && !standIns.has(id));
  await author(sync, bornChanges(lacking.map((born) => withStandIns(born, standIns))), starterAuthor);
  const known = await changesOf(database, rows);
  // staff did not want the models that they were shown: they get no others to choose from
  const settings = await database.rows.row('programmeSettings', PROGRAMME_SETTINGS);
  const unwanted =
    settings?.starterData === 'retired' ? lacking.filter(({ entity }) => entity === 'catalogueItem') : [];
  await author(
    sync,
    unwanted.flatMap((born) => retirement(born, [], at)),
    CENTRAL,
  );
  const gone = formers.filter(({ id }) => present.has(id));
  await author(
    sync,
    gone.flatMap((former) => carried(former, known.get(former.id) ?? [], standIns)),
    CENTRAL,
  );
  await author(sync, ownChanges(rows, known, standIns), CENTRAL);
  await author(
    sync,
    gone.flatMap((former) => retirement(former, known.get(former.id) ?? [], at)),
    CENTRAL,
  );
  return standIns;
}

async function centralRows({ rows }: CentralDatabase): Promise<CentralRows> {
  const all = new Map<(typeof centralEntities)[number], Awaited<ReturnType<typeof rows.all>>>();
  for (const entity of centralEntities) all.set(entity, await rows.all(entity));
  return all;
}

async function changesOf(database: CentralDatabase, rows: CentralRows): Promise<Map<string, Change[]>> {
  const refs = [...rows].flatMap(([entity, all]) => all.map(({ id }) => ({ entity, id })));
  const filed = await database.transaction(({ changes }) => changes.changesOfEntities(refs));
  const byEntity = new Map<string, Change[]>();
  for (const { change } of filed)
    byEntity.set(change.entityId, [...(byEntity.get(change.entityId) ?? []), change]);
  return byEntity;
}

/** Copies the edits of staff from a former row to the one that stands for it; not where staff had made that one themselves. */
function carried(
  { entity, creation, bornId }: Former,
  changes: readonly Change[],
  standIns: StandIns,
): Change[] {
  const fold = foldEntity(
    entity,
    changes.filter(({ deviceId }) => deviceId !== CENTRAL.deviceId),
  );
  if (!fold || standIns.has(bornId)) return [];
  const edited = [...fold.fields].filter(([, { winner }]) => winner.changeId !== creation);
  if (edited.length === 0) return [];
  const patch = patchOf(
    fold,
    edited.map(([field]) => field),
    standIns,
  );
  const written = edited.map(([field]) => field);
  return [following(fold, written, { kind: `${entity}.edit`, entityId: bornId, patch }, false)];
}

function patchOf(fold: Fold, fields: readonly string[], standIns: StandIns): JsonObject {
  const patch: JsonObject = {};
  const properties: JsonObject = {};
  for (const field of fields) {
    const value = fold.fields.get(field)?.winner.value ?? null;
    const key = /^properties\.(.*)$/s.exec(field)?.[1];
    if (key !== undefined) properties[renamedKeys.get(key) ?? key] = value;
    else if (field === 'key' && typeof value === 'string') patch[field] = renamedKeys.get(value) ?? value;
    else patch[field] = idNow(value, standIns) ?? value;
  }
  return Object.keys(properties).length > 0 ? { ...patch, properties } : patch;
}

/** The programme's own rows, under the ids of now. */
function ownChanges(rows: CentralRows, known: ReadonlyMap<string, Change[]>, standIns: StandIns): Change[] {
  const former = new Set(formers.map(({ id }) => id));
  return [...rows].flatMap(([entity, all]) =>
    all.flatMap(({ id }) => (former.has(id) ? [] : (rewrite(entity, known.get(id) ?? [], standIns) ?? []))),
  );
}

/** Once: staff may take a former row into use again. */
function retirement(
  { entity, id }: Pick<Former, 'entity' | 'id'>,
  changes: readonly Change[],
  at: number,
): Change[] {
  const cause = derivedUuid(NAMESPACE, `retire ${id}`);
  const isRetired = typeof foldEntity(entity, changes)?.fields.get('deletedAt')?.winner.value === 'string';
  if (isRetired || isCauseOf(cause, changes)) return [];
  const hlc = formatHlc({ ms: at, counter: 0, deviceId: CENTRAL.deviceId });
  const patch = { deletedAt: new Date(at).toISOString() };
  const said = { hlc, ...CENTRAL, kind: `${entity}.remove`, entityId: id, patch };
  return [{ id: idByContent(cause, said), n: 1, ...said }];
}

async function author(
  sync: CarryParts['sync'],
  changes: readonly Change[],
  by: { deviceId: string; userId: string },
): Promise<void> {
  if (changes.length === 0) return;
  const result = await sync.author(CONFIG, changes, by);
  if (!result.ok) throw new Error(`central data were not carried over: ${JSON.stringify(result.issues[0])}`);
}
