/** One row of a file: its piece of equipment, its values, and the cells that cannot be read. */
import type { ImportedAsset } from '../../commands/import-asset';
import type { CatalogueItem } from '../../domain/catalogue-item';
import { textOfCell } from '../../spreadsheet/cell';
import type { SheetRow } from '../../spreadsheet/table-file';
import { propertyKey } from '../column';
import type { CellIssue } from '../import-issue';
import type { Question } from '../reading/answers';
import type { Value } from '../reading/read-cell';
import { shapeIssues } from '../reading/row-shape';
import type { EquipmentRow } from './equipment-data';
import { itemOfRow, keptItem } from './item-of-row';
import { ofStatus, readEquipmentCells } from './read-equipment-cells';
import { readStatus } from './read-status';
import type { EquipmentContext, RowInHand } from './row-in-hand';
import { storeOfRow } from './store-of-row';

export interface EquipmentRowRead {
  input: ImportedAsset;
  issues: CellIssue[];
  questions: Question[];
  /** columns whose cells say something */
  said: ReadonlyMap<string, Value>;
  item: CatalogueItem | undefined;
}

export function readEquipmentRow(
  context: EquipmentContext,
  row: SheetRow,
  target: EquipmentRow | undefined,
): EquipmentRowRead {
  const hand: RowInHand = {
    row,
    target,
    texts: new Map(context.inFile.map(({ column, at }) => [column.id, textOfCell(row.cells[at])])),
    issues: shapeIssues(row, context.heading, context.kind),
    questions: [],
  };
  const storeId = storeOfRow(context, hand);
  const item = itemOfRow(context, hand);
  const said = readEquipmentCells(context, hand, item ?? keptItem(context, hand));
  if (item) said.set('catalogueItemId', item.id);
  const { reasons } = context.data;
  const { status, issues } = readStatus({ said, target, reasons, answers: context.answers });
  const input = {
    ...(target && { id: target.id }),
    storeId,
    values: valuesOf(said),
    ...(status && { status }),
  };
  return { input, issues: [...hand.issues, ...issues], questions: hand.questions, said, item };
}

function valuesOf(said: ReadonlyMap<string, Value>): Record<string, unknown> {
  const fields = [...said].filter(([id]) => !ofStatus.has(id));
  const properties = fields.flatMap(([id, value]) => {
    const key = propertyKey(id);
    return key === undefined ? [] : [[key, value] as const];
  });
  return {
    ...Object.fromEntries(fields.filter(([id]) => propertyKey(id) === undefined)),
    ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
  };
}
