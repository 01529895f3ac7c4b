/** The fields of equipment that people recorded after a list was taken: by the log, where the last word on a field has an author and a time. */
import { setImmediate } from 'node:timers/promises';
import { foldEntity } from '#shared/change/fold';
import { refKey, refOf, type EntityRef } from '#shared/change/entity-ref';
import { hlcTime } from '#shared/change/hlc';
import type { AskedLater } from '#shared/import/equipment/said-later';
import type { CentralDatabase } from '../database/port/central-database';
import type { LoggedChange } from '../database/port/changes';
import { causeIn } from '../id-by-content';

const STATUS = 'functionalStatus';

interface Since {
  /** the beginning of the day of the list, milliseconds; undefined: nobody knows it */
  from: number | undefined;
  /** the causes of changes that imports wrote */
  imported: ReadonlySet<string>;
}

/** Few, since nothing else is served while the log of a group is read. */
const AT_ONCE = 5;

export async function saidLater(
  database: Pick<CentralDatabase, 'transaction' | 'rows'>,
  asked: readonly AskedLater[],
  since: Since,
): Promise<string[][]> {
  const later: string[][] = [];
  for (let from = 0; from < asked.length; from += AT_ONCE) {
    const group = asked.slice(from, from + AT_ONCE);
    const said = await database.transaction(({ changes }) => changesOf(changes, group));
    for (const one of group) {
      const fields = laterFields(one, said, since);
      if (one.fields.includes(STATUS) && (await isStatusLater(database.rows, one.id, said, since)))
        fields.push(STATUS);
      later.push(fields);
    }
    await setImmediate();
  }
  return later;
}

/** By their subjects: equipment, and the logs of that of which a status is asked. */
interface Said {
  byEntity: ReadonlyMap<string, readonly LoggedChange[]>;
  logsOf: ReadonlyMap<string, readonly EntityRef[]>;
}

async function changesOf(
  changes: Parameters<Parameters<CentralDatabase['transaction']>[0]>[0]['changes'],
  group: readonly AskedLater[],
): Promise<Said> {
  const logsOf = new Map<string, EntityRef[]>();
  for (const { id, fields } of group)
    if (fields.includes(STATUS))
      logsOf.set(
        id,
        (await changes.historyOf(id)).filter(({ entity }) => entity === 'assetLog'),
      );
  const assets = group.map(({ id }): EntityRef => ({ entity: 'asset', id }));
  const byEntity = new Map<string, LoggedChange[]>();
  for (const logged of await changes.changesOfEntities([...assets, ...[...logsOf.values()].flat()])) {
    const key = refKey(refOf(logged.change));
    byEntity.set(key, [...(byEntity.get(key) ?? []), logged]);
  }
  return { byEntity, logsOf };
}

function laterFields({ id, fields }: AskedLater, { byEntity }: Said, { from, imported }: Since): string[] {
  const changes = byEntity.get(refKey({ entity: 'asset', id })) ?? [];
  const fold = foldEntity(
    'asset',
    changes.map(({ change }) => change),
  );
  return fields.filter((field) => {
    const winner = fold?.fields.get(field)?.winner;
    if (!winner || winner.value === null || imported.has(causeIn(winner.changeId))) return false;
    return from === undefined || hlcTime(winner.hlc) >= from;
  });
}

/** The status that counts now was given later, by people. */
async function isStatusLater(
  rows: CentralDatabase['rows'],
  id: string,
  { byEntity, logsOf }: Said,
  { from, imported }: Since,
): Promise<boolean> {
  const loggedAt = (await rows.asset(id))?.statusLoggedAt;
  if (loggedAt === undefined) return false;
  const isImported = (logsOf.get(id) ?? [])
    .flatMap((ref) => byEntity.get(refKey(ref)) ?? [])
    .some(({ change }) => change.patch['loggedAt'] === loggedAt && imported.has(causeIn(change.id)));
  return !isImported && (from === undefined || Date.parse(loggedAt) >= from);
}
