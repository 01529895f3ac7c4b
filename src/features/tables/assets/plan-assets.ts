/** What an import of assets would do, row by row: each row is judged by the very command that will save it. */
import { importAsset, type ImportedAsset } from '#shared/commands/import-asset';
import type { CommandContext } from '#shared/commands/command';
import type { Issue } from '#shared/result';
import type { Cells, Sheet } from '../../../tables/cell';
import type { Column } from '../columns';
import { namesOf } from '../names-of-records';
import { assetColumns, matchAssetColumns } from './asset-columns';
import { rowsAround, type AssetData } from './asset-data';
import { readAssetRow, type RowProblem } from './read-asset-row';

export interface PlannedAsset {
  /** its number in the file; the header is row 1 */
  line: number;
  cells: Cells;
  outcome: 'new' | 'changed' | 'same' | 'error';
  input: ImportedAsset;
  problems: readonly RowProblem[];
  /** what the rules say against it */
  issues: readonly Issue[];
}

export interface AssetPlan {
  header: Cells;
  columns: readonly (Column | undefined)[];
  unknown: readonly string[];
  rows: readonly PlannedAsset[];
}

export async function planAssets(
  sheet: Sheet,
  data: AssetData,
  context: Omit<CommandContext, 'newId'>,
): Promise<AssetPlan> {
  const { columns, unknown } = matchAssetColumns(sheet.header, assetColumns(data.around.properties));
  const about = {
    columns,
    manner: { decimalComma: sheet.decimalComma, from1904: sheet.from1904 },
    names: namesOf(data.around),
    data,
  };
  const rows = rowsAround(data);
  const seen = new Map<string, number>();
  const planned: PlannedAsset[] = [];
  for (const [at, cells] of sheet.rows.entries()) {
    const { target, input, problems } = readAssetRow(about, cells);
    const line = at + 2;
    const twice = repeated(seen, input, line);
    const judged =
      problems.length > 0
        ? undefined
        : await importAsset(rows, input, { ...context, newId: () => 'planned' });
    const issues = [...(judged && !judged.ok ? judged.issues : []), ...twice];
    const drafts = judged?.ok ? judged.value.length : 0;
    const wrong = problems.length + issues.length > 0;
    const outcome = wrong ? 'error' : !target ? 'new' : drafts > 0 ? 'changed' : 'same';
    planned.push({ line, cells, outcome, input, problems, issues });
  }
  return { header: sheet.header, columns, unknown, rows: planned };
}

/** Two rows of a file for one asset: the second would undo the first. */
function repeated(seen: Map<string, number>, { id, storeId, values }: ImportedAsset, line: number): Issue[] {
  const number = typeof values['assetNumber'] === 'string' ? values['assetNumber'] : '';
  const marks = [
    ...(id === undefined ? [] : [`id ${id}`]),
    ...(number === '' ? [] : [`${storeId}\n${number}`]),
  ];
  const before = marks.some((mark) => seen.has(mark));
  for (const mark of marks) seen.set(mark, line);
  return before ? [{ code: 'asset-number-taken', field: 'assetNumber', data: { assetNumber: number } }] : [];
}
