/**
 * The reference data as changes of `config`. Ids and times are fixed, so the changes are the same on every central server and at every
 * start, and any later change of a programme wins over them.
 */
import type { Change } from '#shared/change/change';
import type { EntityRef } from '#shared/change/entity-ref';
import { foldEntity } from '#shared/change/fold';
import { rowOf } from '#shared/change/row';
import { formatHlc } from '#shared/change/hlc';
import { STARTER_DATA } from '#shared/domain/programme-settings';
import { derivedUuid } from '#shared/derived-uuid';
import { idByContent } from '../id-by-content';
import { bornRows, type BornRow } from './born/born';
import { formerId } from './former/former';
import { items } from './items';
import { namesOf } from './names';

const NAMESPACE = '6f1f3e0a-3f0e-5c53-9d0c-8a7c5f6b2e11';
const WRITTEN = Date.UTC(2025, 0, 1);
/** Counters below this were given to the reference data of before. */
const FIRST = 1000;
export const starterAuthor = { deviceId: STARTER_DATA, userId: 'waypost' };

export function starterChanges(): { changes: Change[]; author: typeof starterAuthor } {
  return { changes: [...bornChanges(bornRows), ...itemChanges()], author: starterAuthor };
}

/** Each row has its own time and number, whichever of the others are written. */
export const bornChanges = (rows: readonly BornRow[]): Change[] =>
  rows.map((row) => toChange(row, bornRows.indexOf(row)));

const toChange = ({ entity, id, patch }: BornRow, index: number): Change =>
  changeOf(`create ${entity} ${id}`, FIRST + index, { kind: `${entity}.create`, entityId: id, patch });

/** What it says may be another in a later version of this server, or beside other rows of the programme: its id follows from that too. */
function changeOf(
  cause: string,
  counter: number,
  parts: Pick<Change, 'kind' | 'entityId' | 'patch'>,
): Change {
  const hlc = formatHlc({ ms: WRITTEN, counter, deviceId: starterAuthor.deviceId });
  const said = { hlc, ...starterAuthor, ...parts };
  return { id: idByContent(derivedUuid(NAMESPACE, cause), said), n: counter + 1, ...said };
}

/** Counters of the names in other languages: they came later, and lie before every change of staff. */
const NAMES = 5000;
const allRows = (): BornRow[] => [...bornRows, ...itemRows()];
function nameOf(row: object): string {
  const said = new Map<string, unknown>(Object.entries(row));
  return String(said.get('name') ?? said.get('reason') ?? '');
}

/** The rows that have names in other languages. */
export const namedRefs = (): EntityRef[] =>
  allRows().flatMap(({ entity, id, patch }) => (namesOf(nameOf(patch)) ? [{ entity, id }] : []));

/**
 * The names in the other languages, for rows that still bear the name that they began with. Ids and times are fixed like those of the rows:
 * written twice it is the same, and a name that staff enter wins.
 */
export const nameChanges = (said: readonly Change[]): Change[] =>
  allRows().flatMap(({ entity, id, patch }, index): Change[] => {
    const fold = foldEntity(
      entity,
      said.filter(({ entityId }) => entityId === id),
    );
    const row = fold && rowOf(entity, id, fold);
    const nameIn = namesOf(nameOf(patch));
    if (!row || !nameIn || 'nameIn' in row || nameOf(row) !== nameOf(patch)) return [];
    const parts = { kind: `${entity}.edit`, entityId: id, patch: { nameIn } };
    return [changeOf(`names ${entity} ${id}`, NAMES + index, parts)];
  });

/** Items are no business of Open mSupply's: they keep the ids that they have had from the first. */
const itemChanges = (): Change[] => itemRows().map((row, index) => toChange(row, bornRows.length + index));

const itemRows = (): BornRow[] =>
  items.flatMap(({ code, name, unit, packs }): BornRow[] => {
    const itemId = formerId('item', code);
    const variants = packs.map((pack): BornRow => ({
      entity: 'packVariant',
      id: formerId('packVariant', `${code} ${pack.shortName}`),
      patch: { ...pack, itemId, isActive: true },
    }));
    return [{ entity: 'item', id: itemId, patch: { code, name, unit } }, ...variants];
  });
