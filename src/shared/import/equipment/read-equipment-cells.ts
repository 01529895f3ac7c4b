/** Reads the cells of a row that say something new. A blank cell clears only where a person wants that. */
import type { CatalogueItem } from '../../domain/catalogue-item';
import { identityKey } from '../../same-identity';
import { textOfCell } from '../../spreadsheet/cell';
import { columnFor, type Column } from '../column';
import type { InFile } from '../plan-file';
import { readCell, type Value } from '../reading/read-cell';
import { readName } from '../reading/read-name';
import type { EquipmentRow } from './equipment-data';
import { contradiction, ofItem } from './item-of-row';
import type { EquipmentContext, RowInHand } from './row-in-hand';

export const ofStatus: ReadonlySet<string> = new Set(['functionalStatus', 'reason', 'comment']);
const readElsewhere = new Set(['id', 'storeId', 'catalogueItemId']);
/** A blank cell of these says nothing. */
const silentBlank: ReadonlySet<string> = new Set(['status', 'yes-no', 'class', 'category', 'type', 'id']);

export function readEquipmentCells(
  context: EquipmentContext,
  hand: RowInHand,
  item: CatalogueItem | undefined,
): Map<string, Value> {
  const said = new Map<string, Value>();
  const known = new Map<string, unknown>(Object.entries(item ?? hand.target ?? {}));
  const place = (field: string): unknown => said.get(field) ?? known.get(field);
  for (const inFile of context.inFile.filter(({ column }) => !readElsewhere.has(column.id)))
    readOne(context, hand, { inFile: inFile, item, said, place });
  noteClearedItem(context, hand, said);
  return said;
}

interface Reading {
  inFile: InFile;
  item: CatalogueItem | undefined;
  said: Map<string, Value>;
  /** the class, category and type that the row is under */
  place: (field: string) => unknown;
}

function readOne(context: EquipmentContext, hand: RowInHand, { inFile, item, said, place }: Reading): void {
  const { names, manner, now } = context;
  const { column: general, at } = inFile;
  const text = hand.texts.get(general.id) ?? '';
  if (isKnown(context, hand, general) || (text === '' && isUnsaid(context, hand, inFile, item))) return;
  if (item && ofItem.has(general.id)) {
    hand.issues.push(...contradiction(context, general, text, item));
    return;
  }
  const column = columnFor(general, place);
  const cell = hand.row.cells[at] ?? null;
  const { value, issue } =
    readName(column, cell, names, place) ?? readCell(column, cell, { manner: manner(column), now });
  if (issue) hand.issues.push({ column: column.id, code: issue });
  if (value !== undefined) said.set(column.id, sameNumber(column.id, value, hand.target));
}

const before = ({ write }: EquipmentContext, column: Column, target: EquipmentRow | undefined): string =>
  target ? textOfCell(write(column, target)) : '';

/** The cell holds the same text as an export would write there. A status is read all the same: its reason and comment belong to it. */
const isKnown = (context: EquipmentContext, { target, texts }: RowInHand, column: Column): boolean =>
  target !== undefined &&
  !ofStatus.has(column.id) &&
  before(context, column, target) === (texts.get(column.id) ?? '');

/** True where a blank cell leaves things as they are. */
function isUnsaid(
  context: EquipmentContext,
  { target, row, issues }: RowInHand,
  { column, at }: InFile,
  item: CatalogueItem | undefined,
): boolean {
  if (silentBlank.has(column.kind) || ofStatus.has(column.id) || at >= row.cells.length) return true;
  if (column.required || (item && ofItem.has(column.id))) return column.required !== true;
  const value = before(context, column, target);
  if (value === '') return true;
  issues.push({ column: column.id, code: 'would-clear', data: { value } });
  return !context.clears;
}

/** A number that only looks different is the number that is known. */
const sameNumber = (column: string, value: Value, target: EquipmentRow | undefined): Value =>
  column === 'assetNumber' &&
  target &&
  typeof value === 'string' &&
  identityKey(value) === identityKey(target.assetNumber)
    ? target.assetNumber
    : value;

function noteClearedItem(
  { codes, clears }: EquipmentContext,
  { texts, target, issues }: RowInHand,
  said: Map<string, Value>,
): void {
  if (texts.get('catalogueItemId') !== '' || target?.catalogueItemId === undefined) return;
  const value = codes.byId.get(target.catalogueItemId)?.code ?? '';
  issues.push({ column: 'catalogueItemId', code: 'would-clear', data: { value } });
  if (clears) said.set('catalogueItemId', null);
}
