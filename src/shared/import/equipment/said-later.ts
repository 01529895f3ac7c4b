/**
 * A list of a country is as old as the day on which it was taken. People's records of that day or later stay. Where nobody
 * gives that day, all records by people stay, and only the values of earlier imports are written again.
 */
import type { ImportedAsset } from '../../commands/import-asset';
import { isJsonObject } from '../../json';
import { textOfCell } from '../../spreadsheet/cell';
import { columnOfField } from '../import-issue';
import type { Answers } from '../reading/answers';
import type { EquipmentRow } from './equipment-data';
import type { EquipmentRowRead } from './read-equipment-row';
import type { EquipmentContext } from './row-in-hand';

export interface AskedLater {
  id: string;
  /** that a row would write, `properties.<key>` among them; `functionalStatus` where it gives a status */
  fields: readonly string[];
}

/** The fields, of those asked for, that people recorded later, in the order of the question. */
export type AskSaidLater = (
  asked: readonly AskedLater[],
  /** the beginning of the day on which the list was taken, milliseconds; undefined: nobody knows */
  since: number | undefined,
) => Promise<readonly (readonly string[])[]>;

const STATUS = 'functionalStatus';
/** Rows that are asked about at once. */
const AT_ONCE = 100;

/** The beginning of the day that a person gave, milliseconds; a day that has not come is none. */
function dayOf(answers: Answers, now: number): number | undefined {
  const day = answers['as-of'] ?? '';
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN;
  return Number.isNaN(time) || time > now ? undefined : time;
}

/** A status of a list is of the day on which the list was taken. */
export function onDay(input: ImportedAsset, { answers, now }: EquipmentContext): ImportedAsset {
  const day = dayOf(answers, now);
  return input.status && day !== undefined
    ? { ...input, status: { ...input.status, loggedAt: new Date(day).toISOString() } }
    : input;
}

interface Row {
  target: EquipmentRow | undefined;
  read: EquipmentRowRead;
}

/** Takes the values that people recorded later out of the rows, and notes them there. */
export async function keepSaidLater(
  context: EquipmentContext,
  rows: readonly Row[],
  ask: AskSaidLater,
): Promise<void> {
  const since = dayOf(context.answers, context.now);
  const known = rows.filter(({ target, read }) => target && fieldsOf(read.input).length > 0);
  for (let from = 0; from < known.length; from += AT_ONCE) {
    const group = known.slice(from, from + AT_ONCE);
    const asked = group.map(({ read }) => ({ id: read.input.id ?? '', fields: fieldsOf(read.input) }));
    const later = await ask(asked, since);
    group.forEach((row, at) => takeOut(context, row, later[at] ?? []));
  }
}

function fieldsOf({ values, status }: ImportedAsset): string[] {
  const { properties, ...fields } = values;
  return [
    ...Object.keys(fields),
    ...(isJsonObject(properties) ? Object.keys(properties).map((key) => `properties.${key}`) : []),
    ...(status ? [STATUS] : []),
  ];
}

function takeOut(context: EquipmentContext, { target, read }: Row, later: readonly string[]): void {
  if (!target || later.length === 0) return;
  const { values, status, ...rest } = read.input;
  const { properties, ...fields } = values;
  const stays = (name: string): boolean => !later.includes(name);
  const kept = isJsonObject(properties)
    ? Object.entries(properties).filter(([key]) => stays(`properties.${key}`))
    : [];
  read.input = {
    ...rest,
    values: {
      ...Object.fromEntries(Object.entries(fields).filter(([field]) => stays(field))),
      ...(kept.length > 0 && { properties: Object.fromEntries(kept) }),
    },
    ...(status && stays(STATUS) && { status }),
  };
  for (const field of later) {
    const column = context.known.find(({ id }) => id === columnOfField(field));
    const value = column ? textOfCell(context.write(column, target)) : '';
    read.issues.push({ column: columnOfField(field), code: 'said-later', data: { value } });
  }
}
