/** Assets as lists show them: the row, the current status, and its problems and those of the records that hang on it. */
import type { CurrentStatus } from '#shared/domain/asset-log';
import type { AssetItem, Problem } from '../../port/rows';
import { readRow } from '../stored-json';
import { statusOfCode } from './status-codes';
import { PROBLEMS, type ProblemsOfChange } from './problem-list';
import type { RowsQuery } from './rows-view';
import type { Uid } from './uid';

export interface ListedAsset {
  id: number;
  status: number;
  since: string;
  said: number | null;
}

/** Completes problems from the log, where the changes that are to blame stand. */
export type ReadProblems = (found: readonly ProblemsOfChange[]) => Problem[];

const ROW = 'SELECT uid, json FROM entities WHERE id = ?';
const OF_ASSET = `${PROBLEMS} WHERE problems.entity = ?1
  UNION ALL ${PROBLEMS} WHERE problems.asset = ?2 ORDER BY seq`;

export function toItems(
  { sql }: RowsQuery,
  listed: readonly ListedAsset[],
  problems: ReadProblems,
): AssetItem[] {
  const rowOf = (id: number) => sql.get<{ uid: Uid; json: string }>(ROW, id);
  return listed.flatMap(({ id, status, since, said }) => {
    const asset = rowOf(id);
    if (!asset) return [];
    const log = said === null ? undefined : rowOf(said);
    const found = problems(sql.all<ProblemsOfChange>(OF_ASSET, id, asset.uid));
    // in V8 a record that was spread takes each further field a hundred times as slowly
    const item = Object.assign(readRow<'asset'>(asset.json), { problems: found });
    return [log ? Object.assign(item, statusFrom(log.json, status, since)) : item];
  });
}

function statusFrom(json: string, status: number, statusSince: string): Partial<CurrentStatus> {
  const functionalStatus = statusOfCode(status);
  if (!functionalStatus) return {};
  const { loggedAt, reasonId, comment } = readRow<'assetLog'>(json);
  return {
    functionalStatus,
    statusSince,
    statusLoggedAt: loggedAt,
    ...(reasonId !== undefined && { reasonId }),
    ...(comment !== undefined && { comment }),
  };
}
