/**
 * Central's time arrives: the offset is known again, and a clock that ran years ahead gets well (rule H7). Changes written
 * ahead that have not left this device are stamped again; those that have left are flagged at central.
 */
import type { Change } from '#shared/change/change';
import {
  follow,
  formatHlc,
  hlcTime,
  isAhead,
  MAX_MS,
  mendedClock,
  startClock,
  tick,
} from '#shared/change/hlc';
import type { Json } from '#shared/json';
import { touched } from '../changes/change-record';
import type { ReplicaDatabase } from '../database';
import type { AuthorRecord, ChangeRecord } from '../records';
import { omit } from '../omit';
import { restateAhead } from '../changes/due-statuses';
import { refold } from '../changes/refold';

/** `wall`: this device's clock, milliseconds; `offsetMs`: central's minus it. */
export async function hearCentral(db: ReplicaDatabase, offsetMs: number, wall: number): Promise<void> {
  const tables = [db.author, db.changes, db.outbox, ...db.rowTables()];
  await db.transaction('rw', tables, async () => {
    const author = await db.author.get('me');
    if (!author) return;
    const sure = omit(author, 'unsure');
    const central = wall + offsetMs;
    const clock = mendedClock(author.clock, central);
    if (clock === author.clock) {
      await db.author.put({ ...sure, offsetMs, wall });
      // it is earlier than this device believed
      return offsetMs < author.offsetMs ? restateAhead(db) : undefined;
    }
    const records = await unsentAhead(db, central);
    const again = new Restamped(central, wall + author.offsetMs - central, author);
    for (const record of records) record.change = again.stamp(record.change);
    await db.author.put({ ...sure, offsetMs, wall, clock: follow(clock, again.last, central) });
    await db.changes.bulkPut(records);
    for (const { id, change } of records) await db.outbox.update(id, { hlc: change.hlc });
    await refold(db, records.flatMap(touched));
    await restateAhead(db);
  });
}

/** In the order of writing. */
async function unsentAhead(db: ReplicaDatabase, central: number): Promise<ChangeRecord[]> {
  const waiting = await db.outbox
    .filter(({ state, hlc }) => state === 'saved' && isAhead(hlc, central))
    .toArray();
  const records = await db.changes.bulkGet(waiting.map(({ changeId }) => changeId));
  return records
    .filter((record) => record !== undefined && record.places.length === 0)
    .filter((record) => record !== undefined)
    .sort((a, b) => (a.change.hlc < b.change.hlc ? -1 : 1));
}

const timeFields = ['loggedAt', 'createdAt', 'deletedAt'];

class Restamped {
  readonly #hlcs = new Map<string, string>();
  #clock = startClock;

  /** `aheadMs`: this device's lead over central's time, as it believed. */
  constructor(
    private readonly central: number,
    private readonly aheadMs: number,
    private readonly author: AuthorRecord,
  ) {}

  /** the last that was given */
  get last(): string {
    return formatHlc({ ...this.#clock, deviceId: this.author.deviceId });
  }

  stamp(change: Change): Change {
    this.#clock = tick(this.#clock, this.#right(hlcTime(change.hlc)));
    const hlc = this.last;
    this.#hlcs.set(change.hlc, hlc);
    const patch = Object.fromEntries(
      Object.entries(change.patch).map(([field, value]) => [field, this.#value(field, value)]),
    );
    const base = change.base && Object.fromEntries(Object.entries(change.base).map(this.#seen));
    return { ...change, hlc, patch, ...(base && { base }) };
  }

  /** The time as it was, where the clock ran ahead by the same all the while; else now. Of the last that can be written, it is not known. */
  #right(ms: number): number {
    const shifted = ms - this.aheadMs;
    return ms !== MAX_MS && shifted > 0 && shifted <= this.central ? shifted : this.central;
  }

  #value(field: string, value: Json): Json {
    const ms = typeof value === 'string' && timeFields.includes(field) ? Date.parse(value) : NaN;
    return ms > this.central ? new Date(this.#right(ms)).toISOString() : value;
  }

  readonly #seen = ([field, hlcs]: [string, string[]]): [string, string[]] => [
    field,
    hlcs.map((hlc) => this.#hlcs.get(hlc) ?? hlc),
  ];
}
