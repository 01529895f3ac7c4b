/** Which column of a table of assets each column of a file is: a header may be a field's name, or what it is called in any of the languages. */
import { folded, type Cells } from '../../../spreadsheet/cell';
import { matchColumns, type MatchedColumns } from '../../../spreadsheet/match-columns';
import type { Column } from '../columns';
import { columnNames, isProblemsColumn } from '../names-in-words';

type Messages = Record<string, string>;

const assetWords = Object.values(
  import.meta.glob<Messages>('../../../words/*/asset.json', { eager: true, import: 'default' }),
);

/** Which column each column of a file is; undefined is passed over. */
export const matchAssetColumns = (header: Cells, known: readonly Column[]): MatchedColumns<Column> =>
  matchColumns(
    header,
    known.map((column) => ({ column, names: namesOf(column) })),
    isProblemsColumn,
  );

function namesOf({ id, name }: Column): Set<string> {
  if (name !== undefined) return new Set([id, id.replace('properties.', ''), name].map(folded));
  return new Set([...columnNames(id), ...assetWords.flatMap((messages) => messages[id] ?? []).map(folded)]);
}
