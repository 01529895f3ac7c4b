/** What lists of assets are sorted and filtered by, gathered over a batch: an asset and the status that its logs give are one write. */
import type { Asset } from '#shared/domain/asset';
import type { FunctionalStatus } from '#shared/domain/functional-status';
import { searchText } from '../../row-columns';
import type { Sql } from '../sql';
import { statusCode, statusOfCode } from './assets';
import type { Counters } from './counters';
import type { Numbers } from './numbers';

interface Listed {
  store: number;
  number: string;
  status: number;
  since: string;
  modified: number;
  deleted: number;
  said: number | null;
}

interface Pending {
  before: Listed | undefined;
  now: Listed;
  /** undefined where the asset itself has no news */
  text: string | undefined;
}

const LISTED = 'SELECT store, number, status, since, modified, deleted, said FROM assets WHERE id = ?';
const INSERT = `INSERT INTO assets (id, store, number, status, since, modified, deleted, said) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
/** Each touches the indexes of what it names alone. */
const UPDATE_ASSET = 'UPDATE assets SET store = ?, number = ?, modified = ?, deleted = ? WHERE id = ?';
const UPDATE_STATUS = 'UPDATE assets SET status = ?, since = ?, said = ? WHERE id = ?';
const PUT_TEXT = 'INSERT OR REPLACE INTO asset_texts VALUES (?, ?)';

export class AssetRows {
  readonly #pending = new Map<number, Pending>();

  constructor(
    private readonly sql: Sql,
    private readonly numbers: Numbers,
    private readonly counters: Counters,
  ) {}

  /** `isListed`: it was listed before. */
  put(id: number, row: Asset, isListed: boolean): void {
    const known = isListed ? this.#of(id) : undefined;
    const { now = { status: 0, since: '', said: null }, before } = known ?? {};
    const store = this.numbers.store(row.storeId);
    const deleted = row.deletedAt === undefined ? 0 : 1;
    const modified = Date.parse(row.modifiedAt) || 0;
    const next = { ...now, store, number: row.assetNumber, modified, deleted };
    this.#pending.set(id, { before, now: next, text: searchText(row) });
  }

  /** `log`: the number of the entity that gives the status. */
  putStatus(id: number, status: FunctionalStatus | undefined, since: string, log: number | null): void {
    const known = this.#of(id);
    if (!known) return;
    this.#pending.set(id, { ...known, now: { ...known.now, status: statusCode(status), since, said: log } });
  }

  /** `said`: the number of the log that gives the status. */
  statusOf(
    id: number,
  ): { functionalStatus: FunctionalStatus | undefined; since: string; said: number } | undefined {
    const { status, since, said } = this.#of(id)?.now ?? { status: 0, since: '', said: null };
    return said === null ? undefined : { functionalStatus: statusOfCode(status), since, said };
  }

  /** Before anything asks the table. */
  write(): void {
    for (const [id, pending] of this.#pending) this.#write(id, pending);
    this.#pending.clear();
  }

  #of(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    if (pending) return pending;
    const listed = this.sql.get<Listed>(LISTED, id);
    return listed && { before: listed, now: listed, text: undefined };
  }

  #write(id: number, { before, now, text }: Pending): void {
    const { store, number, status, since, modified, deleted, said } = now;
    if (!before) this.sql.run(INSERT, id, store, number, status, since, modified, deleted, said);
    else {
      if (text !== undefined) this.sql.run(UPDATE_ASSET, store, number, modified, deleted, id);
      const isSame = before.status === status && before.since === since && before.said === said;
      if (!isSame) this.sql.run(UPDATE_STATUS, status, since, said, id);
    }
    if (text !== undefined) this.sql.run(PUT_TEXT, id, text);
    if (before?.deleted === 0) this.counters.assets(before.store, before.status, -1);
    if (deleted === 0) this.counters.assets(store, status, 1);
  }
}
