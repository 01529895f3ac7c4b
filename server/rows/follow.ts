/** Brings the rows up to date with changes of the log that they do not hold yet: folds, states, flags. Flags that these may cure are looked at in slices of their own. */
import { refKey, refOf, type EntityRef } from '#shared/change/entity-ref';
import type { LoggedChange } from '../database/port/changes';
import type { KnownEntity, RowsTx } from '../database/port/rows-tx';
import { storeOf } from '#shared/change/documents';
import { keysCuredBy } from './cures';
import { flagAgain, flagGrown } from './flags';
import { grow, type Grown, type ReadLog } from './grow';
import { withMerges } from './merges';
import { restate, stateAgain } from './statuses';

/** `news`: in the order of the log, beginning right after the last change in the rows. `now`: central's time, milliseconds. */
export async function followChanges(
  rows: RowsTx,
  log: ReadLog,
  news: readonly LoggedChange[],
  now: number,
): Promise<void> {
  const last = news.at(-1);
  if (!last) return;
  const { grown, ...merges } = await withMerges(rows, log, await growAll(rows, log, news));
  await rows.putEntities(grown);
  const altered = grown.filter(({ isRepeated }) => isRepeated !== true);
  await restate(rows, altered, now, merges);
  const named = [...(await flagGrown(rows, altered)), ...(await leftBehind(rows, altered))];
  const seen = new Set(altered.map(({ now }) => refKey(now.ref)));
  await flagEach(
    rows,
    log,
    named.filter((ref) => !seen.has(refKey(ref))),
  );
  await rows.cure([...new Set(altered.flatMap(keysCuredBy))]);
  await rows.putCentralEdits(news.filter(({ document }) => storeOf(document) === undefined));
  await rows.reached(last);
}

/** The logs of assets whose creation does not count any more (rule K8), and the records that are merged into them: they name nothing now. */
async function leftBehind(rows: RowsTx, grown: readonly Grown[]): Promise<EntityRef[]> {
  const found: EntityRef[] = [];
  for (const { before, now } of grown) {
    if (now.ref.entity !== 'asset' || !before?.row || now.row) continue;
    const logs = await rows.logsOf(now.ref.id, Number.MAX_SAFE_INTEGER);
    const merged = await rows.mergedInto(now.ref.id);
    found.push(...logs.map(({ id }) => ({ entity: 'assetLog', id })));
    found.push(...merged.map(({ id }) => ({ entity: 'asset', id })));
  }
  return found;
}

async function growAll(rows: RowsTx, log: ReadLog, news: readonly LoggedChange[]): Promise<Grown[]> {
  const groups = new Map<string, { ref: EntityRef; own: LoggedChange[] }>();
  for (const logged of news) {
    const ref = refOf(logged.change);
    const group = groups.get(refKey(ref));
    if (group) group.own.push(logged);
    else groups.set(refKey(ref), { ref, own: [logged] });
  }
  const known = await rows.known([...groups.values()].map(({ ref }) => ref));
  const firsts = await firstsOf(log, known.values());
  const grown: Grown[] = [];
  for (const [key, { ref, own }] of groups) {
    const before = known.get(key);
    grown.push(await grow({ rows, log, ref, before, first: before && firsts.get(before.first), news: own }));
  }
  return grown;
}

/** Looks again at some of those whose flags may be cured. Returns their number; 0 when none is left. */
export async function followCures(rows: RowsTx, log: ReadLog, limit: number): Promise<number> {
  const cured = await rows.takeCured(limit);
  await flagEach(rows, log, cured);
  return cured.length;
}

/** States again some of the assets whose status changes by itself, since a day has come (rule S1). */
export async function followTime(rows: RowsTx, now: number, limit: number): Promise<void> {
  await stateAgain(rows, await rows.dueStatuses(now, limit), now);
}

async function flagEach(rows: RowsTx, log: ReadLog, refs: readonly EntityRef[]): Promise<void> {
  if (refs.length === 0) return;
  const known = await rows.known(refs);
  const firsts = await firstsOf(log, known.values());
  for (const entity of known.values()) await flagAgain(rows, entity, firsts.get(entity.first));
}

/** The changes that made these entities, by their sequence numbers: read together, since many stand in one run. */
async function firstsOf(
  log: ReadLog,
  known: Iterable<KnownEntity>,
): Promise<ReadonlyMap<number, LoggedChange>> {
  const firsts = await log.at([...known].map(({ first }) => first));
  return new Map(firsts.map((logged) => [logged.seq, logged]));
}
