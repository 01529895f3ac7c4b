/** The logs that say a status, by the moment at which it happened: each moment is found by itself, however many there are. */
import type { AssetLog } from '#shared/domain/asset-log';
import { readRow } from '../stored-json';
import type { RowsQuery } from './rows-view';
import { toUid } from './uid';

const NEAREST = {
  before: 'SELECT max(at) AS ms FROM entities WHERE owner = ? AND kind = ? AND at < ?',
  after: 'SELECT min(at) AS ms FROM entities WHERE owner = ? AND kind = ? AND at > ?',
};
const AT = 'SELECT json FROM entities WHERE owner = ? AND kind = ? AND at = ?';

export function statusLogs(
  { sql, numbers }: RowsQuery,
  assetIds: readonly string[],
  { side, ms }: { side: 'at' | 'before' | 'after'; ms: number },
): AssetLog[] {
  const kind = numbers.knownKind('assetLog');
  if (kind === undefined) return [];
  const owners = assetIds.map(toUid);
  const at = side === 'at' ? ms : nearest(side);
  if (at === undefined) return [];
  return owners.flatMap((owner) =>
    sql.all<{ json: string }>(AT, owner, kind, at).map(({ json }) => readRow<'assetLog'>(json)),
  );

  function nearest(to: 'before' | 'after'): number | undefined {
    const found = owners.flatMap(
      (owner) => sql.get<{ ms: number | null }>(NEAREST[to], owner, kind ?? -1, ms)?.ms ?? [],
    );
    return found.length === 0 ? undefined : Math[to === 'before' ? 'max' : 'min'](...found);
  }
}
