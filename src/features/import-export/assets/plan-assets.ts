/** What an import of assets would do, row by row: each row is judged by the very command that will save it. */
import type { Draft } from '#shared/change/change';
import { importAsset, type ImportedAsset } from '#shared/commands/import-asset';
import type { CommandContext } from '#shared/commands/command';
import { isJsonObject } from '#shared/json';
import { textOfCell, type Cells, type Sheet } from '../../../spreadsheet/cell';
import type { Column } from '../columns';
import { columnOfField, isWarning, type CellIssue } from '../issue';
import { namesOf } from '../names-of-records';
import type { Plan, PlannedRow } from '../plan';
import type { CellChange } from '../read-row';
import type { CellWords } from '../write-rows';
import { assetColumns } from './asset-columns';
import { rowsAround, type AssetData } from './asset-data';
import { matchAssetColumns } from './match-asset-columns';
import { readAssetRow, type AssetRowContext } from './read-asset-row';
import { assetWriter, type AssetWriter } from './write-assets';

export async function planAssets(
  sheet: Sheet,
  data: AssetData,
  context: Omit<CommandContext, 'newId'>,
  words: CellWords,
): Promise<Plan<ImportedAsset>> {
  const known = assetColumns(data.around.properties);
  const { columns, unknown } = matchAssetColumns(sheet.header, known);
  const about: AssetRowContext = {
    columns,
    manner: { decimalComma: sheet.decimalComma, from1904: sheet.from1904 },
    names: namesOf(data.around),
    data,
  };
  const rows = rowsAround(data);
  const judge = (input: ImportedAsset) => importAsset(rows, input, { ...context, newId: () => 'planned' });
  const write = assetWriter(data, words);
  const seen = new Map<string, number>();
  const planned: PlannedRow<ImportedAsset>[] = [];
  for (const [at, cells] of sheet.rows.entries())
    planned.push(await planRow({ about, judge, write, seen }, cells, at + 2));
  return { header: sheet.header, known, columns, unknown, missing: [], rows: planned };
}

interface Planning {
  about: AssetRowContext;
  judge: (input: ImportedAsset) => ReturnType<typeof importAsset>;
  write: AssetWriter;
  seen: Map<string, number>;
}

async function planRow(
  { about, judge, write, seen }: Planning,
  cells: Cells,
  line: number,
): Promise<PlannedRow<ImportedAsset>> {
  const { target, input, problems } = readAssetRow(about, cells);
  const isReadable = problems.every(isWarning);
  const judged = isReadable ? await judge(input) : undefined;
  const issues = [
    ...problems,
    ...(judged && !judged.ok ? judged.issues : []).map(({ code, field, data }): CellIssue => ({
      column: columnOfField(field),
      code: code as CellIssue['code'],
      ...(data && { data }),
    })),
    ...repeated(seen, input, line),
  ];
  const drafts = judged?.ok ? judged.value : [];
  const isWrong = issues.some((issue) => !isWarning(issue));
  const outcome = isWrong ? 'error' : !target ? 'new' : drafts.length > 0 ? 'changed' : 'same';
  const before = (column: Column) => (target ? write(column, target) : null);
  const changes = outcome === 'changed' ? changedCells(about.columns, cells, before, saidBy(drafts)) : [];
  return { line, cells, outcome, record: input, changes, issues: outcome === 'same' ? [] : issues };
}

/** The columns of what is said: of a log its own, where a field of an asset and one of its log may bear one name. */
const saidBy = (drafts: readonly Draft[]): ReadonlySet<string> =>
  new Set(
    drafts.flatMap(({ patch }) =>
      Object.entries(patch).flatMap(([field, value]) =>
        field === 'properties' && isJsonObject(value)
          ? Object.keys(value).map((key) => `properties.${key}`)
          : [columnOfField(field)],
      ),
    ),
  );

function changedCells(
  columns: readonly (Column | undefined)[],
  cells: Cells,
  before: (column: Column) => Cells[number],
  said: ReadonlySet<string>,
): CellChange[] {
  return columns.flatMap((column, at) => {
    if (!column || !said.has(column.id)) return [];
    const [from, to] = [before(column), cells[at] ?? null];
    return textOfCell(from) === textOfCell(to) ? [] : [{ column: column.id, from, to }];
  });
}

/** Two rows of a file for one asset: the second would undo the first. */
function repeated(
  seen: Map<string, number>,
  { id, storeId, values }: ImportedAsset,
  line: number,
): CellIssue[] {
  const number = typeof values['assetNumber'] === 'string' ? values['assetNumber'] : '';
  const marks = [
    ...(id === undefined ? [] : [`id ${id}`]),
    ...(number === '' ? [] : [`${storeId}\n${number}`]),
  ];
  const before = marks.map((mark) => seen.get(mark)).find((row) => row !== undefined);
  for (const mark of marks) if (!seen.has(mark)) seen.set(mark, line);
  return before === undefined ? [] : [{ column: 'assetNumber', code: 'same-row', data: { row: before } }];
}
