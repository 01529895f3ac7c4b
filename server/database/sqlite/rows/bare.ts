/**
 * Assets that are put in a transaction of the rows. On most new ones nothing hangs, neither logs nor files nor merged records; and half of
 * what is asked about them needs no query.
 */
import type { Asset } from '#shared/domain/asset';
import type { AnyRow } from '#shared/domain/entities';
import type { Sql } from '../sql';
import { toUid } from './uid';

const HANGS = 'SELECT 1 FROM entities WHERE owner = ? LIMIT 1';

export class BareAssets {
  /** the assets that the rows did not have */
  readonly #absent = new Set<string>();
  readonly #bare = new Set<string>();
  /** numbers of the assets that were put first in this transaction, and have no status */
  readonly #blank = new Set<number>();
  /** those that were put, as they are now */
  readonly #rows = new Map<number, Asset>();

  absent(assetId: string): void {
    this.#absent.add(assetId);
  }

  /** The rows had it not, and nothing that hangs on it. */
  isBare(sql: Sql, assetId: string): boolean {
    if (this.#bare.has(assetId)) return true;
    const isBare = this.#absent.has(assetId) && sql.get(HANGS, toUid(assetId)) === undefined;
    if (isBare) this.#bare.add(assetId);
    return isBare;
  }

  /** A row that is put may hang on an asset. */
  put(row: AnyRow | undefined): void {
    if (!row) return;
    if ('assetId' in row) this.#bare.delete(row.assetId);
    if ('ownerId' in row) this.#bare.delete(row.ownerId);
    if ('mergedInto' in row && row.mergedInto !== undefined) this.#lose(row.id).#lose(row.mergedInto);
  }

  /** It was put: this is its row now. */
  is(id: number, row: Asset): void {
    this.#rows.set(id, row);
  }

  /** Of an asset that was put; undefined for any other. */
  rowOf(id: number): Asset | undefined {
    return this.#rows.get(id);
  }

  /** It is listed for the first time. */
  listed(id: number): void {
    this.#blank.add(id);
  }

  /** Whether it was listed first by this transaction and never given a status. `hasStatus`: it is given one now. */
  isBlank(id: number, hasStatus: boolean): boolean {
    if (!hasStatus) return this.#blank.has(id);
    this.#blank.delete(id);
    return false;
  }

  #lose(assetId: string): this {
    this.#absent.delete(assetId);
    this.#bare.delete(assetId);
    return this;
  }
}
