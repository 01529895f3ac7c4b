/** All rows of an entity, in the order of their ids. */
import { setImmediate } from 'node:timers/promises';
import { entities, type EntityName, type RowOf } from '#shared/domain/entities';
import { readStored } from '../stored-json';
import type { RowsView } from './rows-view';

/** Rows that are parsed in one go: a country has thousands of facilities, and nobody else is served meanwhile. */
const AT_ONCE = 200;

/** What no store holds lies in an index of its own: without it each list is looked for among the equipment of the country. */
export const allOf = (entity: EntityName): string =>
  `SELECT json FROM entities WHERE kind = ? AND json IS NOT NULL${
    entities[entity].filedIn === 'store' ? '' : ' AND store IS NULL'
  }`;

export async function allRows<E extends EntityName>(
  view: Pick<RowsView, 'read' | 'undamaged'>,
  entity: E,
): Promise<RowOf<E>[]> {
  const found = await view.read(({ sql, numbers }) =>
    sql.all<{ json: string }>(allOf(entity), numbers.knownKind(entity) ?? -1),
  );
  const rows: (RowOf<E> & { id: string })[] = [];
  for (const [at, { json }] of found.entries()) {
    rows.push(view.undamaged(() => readStored(json)));
    if (at % AT_ONCE === AT_ONCE - 1) await setImmediate();
  }
  return rows.sort((one, other) => (one.id < other.id ? -1 : 1));
}
