/** Committed rows of the SQLite database, for the fleet API and the screens of central. */
import type { LoggedChange } from '../../port/changes';
import type { Problem, RowReader } from '../../port/rows';
import { allRows } from './all-rows';
import { countByStatus } from './asset-counts';
import { toItems, type ListedAsset } from './asset-items';
import { countFound, findAssets } from './assets-query';
import { centralEdits } from './central-edits';
import { rowOf } from './entities';
import { makersWritten } from './makers';
import {
  fileOf,
  filesNaming,
  filesOf,
  holdersOf,
  idsUnder,
  roundsOf,
  sortedLogs,
  standingFor,
} from './owned';
import { countProblems, findProblems, toProblems, type ProblemsOfChange } from './problem-list';
import type { RowsQuery, RowsView } from './rows-view';
import { toUid } from './uid';
import { usageOf } from './usage';

/** `logged`: reads changes of the log by their sequence numbers. */
export function sqliteRowReader(
  view: RowsView,
  logged: (seqs: readonly number[]) => LoggedChange[],
): RowReader {
  const problems = (found: readonly ProblemsOfChange[]): Problem[] =>
    toProblems(found, new Map(logged(found.map(({ seq }) => seq)).map((one) => [one.seq, one])));
  return {
    assets: (query) => view.inPieces((parts) => findAssets(parts, query, problems)),
    asset: (id) => view.read((parts) => toItems(parts, listedAs(parts, id), problems)[0]),
    logsOf: (assetId) => view.read((parts) => sortedLogs(parts, assetId)),
    idsUnder: (assetId) => view.read((parts) => idsUnder(parts, assetId)),
    standingFor: (assetId) => view.read((parts) => standingFor(parts, assetId)),
    filesOf: (ownerIds) => view.read((parts) => filesOf(parts, ownerIds)),
    roundsOf: (storeId, limit) => view.read((parts) => roundsOf(parts, storeId, limit)),
    problems: (query) => view.read((parts) => findProblems(parts, query, problems)),
    row: (entity, id) => view.read(({ sql, numbers }) => rowOf(sql, numbers, entity, id)),
    rows: (entity, ids) =>
      view.read(({ sql, numbers }) => {
        const found = ids.map((id) => [id, rowOf(sql, numbers, entity, id)] as const);
        return new Map(found.flatMap(([id, row]) => (row ? [[id, row] as const] : [])));
      }),
    all: (entity) => allRows(view, entity),
    fileOf: (sha256, storeIds) => view.read((parts) => fileOf(parts, sha256, storeIds)),
    filesNaming: (sha256, storeIds) => view.read((parts) => filesNaming(parts, sha256, storeIds)),
    isFileOf: (sha256, storeIds) => view.read((parts) => fileOf(parts, sha256, storeIds) !== undefined),
    isHeld: (sha256, since) =>
      view.read((parts) => {
        const { inUse, removed } = holdersOf(parts, sha256);
        const isRecent = ({ receivedAt }: LoggedChange): boolean =>
          since === undefined || receivedAt >= since;
        return inUse || logged(removed).some(isRecent);
      }),
    usage: (of) => view.read((parts) => usageOf(parts, of)),
    countByStatus: (storeIds) => view.read((parts) => countByStatus(parts, storeIds)),
    countFound: (query) => view.inPieces((parts) => countFound(parts, query)),
    makersWritten: (storeIds) => view.inPieces((parts) => makersWritten(parts, storeIds)),
    countProblems: (storeIds) => view.read((parts) => countProblems(parts, storeIds)),
    centralEdits: (query) => view.read((parts) => centralEdits(parts, query)),
  };
}

const LISTED = `SELECT assets.id, status, since, said FROM assets
  WHERE id = (SELECT id FROM entities WHERE uid = ? AND kind = ?)`;

const listedAs = ({ sql, numbers }: RowsQuery, id: string): ListedAsset[] =>
  sql.all<ListedAsset>(LISTED, toUid(id), numbers.knownKind('asset') ?? -1);
