/** The catalogue item of a row, and the cells in which the row contradicts the catalogue. */
import type { CatalogueItem } from '../../domain/catalogue-item';
import { textOfCell } from '../../spreadsheet/cell';
import type { Column } from '../column';
import type { CellIssue } from '../import-issue';
import { sameHeading } from '../names/same-heading';
import { answerTo, LEAVE_OUT } from '../reading/answers';
import { blankRow } from './equipment-data';
import type { EquipmentContext, RowInHand } from './row-in-hand';

/** The fields that the catalogue item gives, where there is one. */
export const ofItem: ReadonlySet<string> = new Set([
  'classId',
  'categoryId',
  'typeId',
  'manufacturer',
  'model',
]);

/** The item that the row names. A code that two lists have is asked about, unless the piece is one of them already. */
export function itemOfRow(context: EquipmentContext, hand: RowInHand): CatalogueItem | undefined {
  const text = hand.texts.get('catalogueItemId') ?? '';
  if (text === '') return undefined;
  const meant = context.codes.meant(text);
  const own = meant.find(({ id }) => id === hand.target?.catalogueItemId);
  if (own) return own;
  if (meant.length > 1) return askedItem(context, hand, text, meant);
  if (meant.length === 0) hand.issues.push({ column: 'catalogueItemId', code: 'unknown-catalogue-item' });
  return meant[0];
}

function askedItem(
  { codes, answers }: EquipmentContext,
  { issues, questions, row }: RowInHand,
  value: string,
  meant: readonly CatalogueItem[],
): CatalogueItem | undefined {
  const about = { code: 'catalogue-item', column: 'catalogueItemId', value } as const;
  const answer = answerTo(answers, about);
  const chosen = meant.find((item) => answer === codes.label(item) || answer === item.id);
  const choices = [...meant.map(codes.label), LEAVE_OUT];
  questions.push({ ...about, choices, line: row.line, ...(answer !== undefined && { answer }) });
  if (!chosen) issues.push({ column: 'catalogueItemId', code: 'item-doubtful' });
  return chosen;
}

/** The item of a piece that is known, where the file does not take it away. */
export const keptItem = (
  { codes, clears }: EquipmentContext,
  { texts, target }: RowInHand,
): CatalogueItem | undefined =>
  texts.get('catalogueItemId') === '' && clears ? undefined : codes.byId.get(target?.catalogueItemId ?? '');

/** The fault of a cell of make or kind that differs from the catalogue: the catalogue's word is what is saved. */
export function contradiction(
  { write }: EquipmentContext,
  column: Column,
  text: string,
  { id, classId, categoryId, typeId }: CatalogueItem,
): CellIssue[] {
  const value = textOfCell(write(column, { ...blankRow, catalogueItemId: id, classId, categoryId, typeId }));
  return text === '' || value === '' || sameHeading(value) === sameHeading(text)
    ? []
    : [{ column: column.id, code: 'contradicts-item', data: { value } }];
}
