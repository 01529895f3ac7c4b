/** The makers that people wrote by hand, of equipment in use: those of the catalogue are known to whoever asks. */
import { piecesOf } from './asset-pieces';
import type { InPieces, RowsQuery } from './rows-view';

/** More than a choice can show: a typing error makes a maker. */
const MOST = 500;

const NAME = `SELECT json ->> '$.manufacturer' AS name FROM entities WHERE id = ?`;

/** Each once, however it is written, those that most equipment names first. */
export function* makersWritten(parts: RowsQuery, storeIds?: readonly string[]): InPieces<string[]> {
  const found = new Map<number, { id: number; count: number }>();
  for (const { from, where, params } of piecesOf(parts, storeIds ? { storeIds } : {})) {
    const makers = parts.sql.all<{ maker: number; id: number; count: number }>(
      `SELECT a.maker, min(a.id) AS id, count(*) AS count FROM ${from}
       WHERE ${where} AND a.deleted = 0 AND a.maker <> 0 GROUP BY a.maker`,
      ...params,
    );
    for (const { maker, id, count } of makers) {
      const before = found.get(maker);
      found.set(maker, { id: before?.id ?? id, count: count + (before?.count ?? 0) });
    }
    yield;
  }
  const most = [...found.values()].sort((a, b) => b.count - a.count).slice(0, MOST);
  return most.flatMap(({ id }) => parts.sql.get<{ name: string | null }>(NAME, id)?.name ?? []);
}
