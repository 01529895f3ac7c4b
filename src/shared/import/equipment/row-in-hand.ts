/** A row of a table of equipment while it is read, and the data for reading it. */
import type { SheetRow } from '../../spreadsheet/table-file';
import type { CellIssue } from '../import-issue';
import type { Names } from '../names/names-of-records';
import type { Reading } from '../plan-file';
import type { Question } from '../reading/answers';
import type { CatalogueCodes } from './catalogue-codes';
import type { EquipmentData, EquipmentRow } from './equipment-data';
import type { StoreFound } from './find-store';
import type { EquipmentWriter } from './write-equipment';

export interface EquipmentContext extends Reading<EquipmentRow> {
  names: Names;
  data: EquipmentData;
  codes: CatalogueCodes;
  findStore: (text: string) => StoreFound;
  write: EquipmentWriter;
}

export interface RowInHand {
  row: SheetRow;
  /** the piece that it is about; none: a new one */
  target: EquipmentRow | undefined;
  texts: ReadonlyMap<string, string>;
  issues: CellIssue[];
  questions: Question[];
}
