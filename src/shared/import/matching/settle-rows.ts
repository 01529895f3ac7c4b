/**
 * Settles the words of a country's own list before its rows are read: the store of a facility, the model, the status and the
 * reason. Words beyond doubt are written into the row. All others are asked once, for all rows that say the same.
 */
import type { CellIssue } from '../import-issue';
import type { InFile, SettleTable, Settled } from '../plan-file';
import { shapeIssues } from '../reading/row-shape';
import type { EquipmentData } from '../equipment/equipment-data';
import { AskedValues } from './asked-values';
import { placeColumns } from './country-columns';
import { Models } from './models';
import { Places } from './places';
import { layoutOf, type OpenRow } from './row-texts';
import type { Settling } from './settling';
import { settleModel } from './settle-model';
import { settlePlace } from './settle-place';
import { settleReason, settleStatus } from './settle-status';

const virtual = ['storeId', 'catalogueItemId', 'classId', 'categoryId', 'typeId', 'reason', 'comment'];
const isOfPlace = ({ column }: InFile): boolean => placeColumns.some(({ id }) => id === column.id);

export const settleRows =
  (data: EquipmentData, known: readonly InFile['column'][]): ((table: SettleTable) => Settled) =>
  ({ heading, rows, inFile, answers, kind }) => {
    const more = known.filter(({ id }) => [...virtual, 'assetNumber'].includes(id));
    const layout = layoutOf(heading, rows, inFile, more);
    const asked = new AskedValues(answers);
    const settling: Settling = {
      ...{ data, asked },
      places: new Places(data.stores),
      models: new Models(data.catalogue),
      found: new Map(),
    };
    const doubts = new Map<number, readonly CellIssue[]>();
    const settled = rows.map((row) => {
      const open = layout.open(row);
      open.doubts.push(...shapeIssues(row, heading, kind));
      settleRow(settling, open);
      if (open.doubts.length > 0) doubts.set(row.line, open.doubts);
      return open.row();
    });
    return {
      heading: layout.heading,
      rows: settled,
      inFile: layout.inFile.filter((one) => !isOfPlace(one)),
      questions: asked.all,
      doubts,
    };
  };

function settleRow(settling: Settling, row: OpenRow): void {
  settlePlace(settling, row);
  settleModel(settling, row);
  settleStatus(settling, row);
  settleReason(settling, row);
  if (row.text('assetNumber') === '' && row.text('id') === '')
    row.put('assetNumber', row.text('serialNumber'));
}
