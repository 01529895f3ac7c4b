// Replicas and a central server without databases and sockets: the shared core and the engine's documents, nothing else.
import { checkChange } from '#shared/change/check';
import type { Change, Draft } from '#shared/change/change';
import { readUpdate } from '#shared/change/codec/read';
import type { PositionedChange } from '#shared/change/codec/struct';
import { encodeUpdate, toBytes } from '#shared/change/codec/write';
import { foldEntity } from '#shared/change/fold';
import { follow, startClock } from '#shared/change/hlc';
import { rowOf } from '#shared/change/row';
import { stamp, type Author } from '#shared/change/stamp';
import type { StateVector } from '#shared/change/state-vector';
import { currentStatus } from '#shared/domain/asset-log';
import { parseKind } from '#shared/domain/entities';
import { CarriedDocument } from '../../src/engine/carried-document';
import { contiguous } from '#shared/change/runs';
import type { Random } from './random';

export const DOCUMENT = 'store/store-1/2026';

export class ModelCentral {
  readonly placed: PositionedChange[] = [];

  get vector(): Map<number, number> {
    const vector = new Map<number, number>();
    for (const { client } of this.placed) vector.set(client, (vector.get(client) ?? 0) + 1);
    return vector;
  }

  /** Takes contiguous changes; the same again is passed over, another change at a known clock is a fault. */
  ingest(update: Uint8Array): void {
    const read = readUpdate(update);
    if (!read.ok) throw new Error('unreadable');
    for (const struct of read.value) {
      const known = this.placed.find(
        ({ client, clock }) => client === struct.client && clock === struct.clock,
      );
      if (struct.type !== 'change') throw new Error(`a struct of type ${struct.type}`);
      if (known && known.change.id !== struct.key) throw new Error('clock-reused');
      const change = checkChange(struct.value, DOCUMENT);
      if (!change.ok) throw new Error(JSON.stringify(change.issues));
      const isNext = struct.clock === (this.vector.get(struct.client) ?? 0);
      if (!known && isNext)
        this.placed.push({ client: struct.client, clock: struct.clock, change: change.value });
    }
  }

  since(vector: StateVector): PositionedChange[] {
    return contiguous(
      this.placed.filter(({ client, clock }) => clock >= (vector.get(client) ?? 0)),
      (client) => vector.get(client) ?? 0,
    );
  }
}

export class ModelReplica {
  readonly changes = new Map<string, Change>();
  #confirmed: PositionedChange[] = [];
  #outbox: Change[] = [];
  #author: Author;
  #time = 1_780_000_000_000;
  #ids = 0;

  constructor(
    readonly name: string,
    readonly clientId: number,
    skewMs: number,
  ) {
    this.#author = { deviceId: name, userId: name, n: 0, clock: startClock };
    this.#time += skewMs;
  }

  write(draft: Draft): void {
    this.#time += 1000;
    const { changes, author } = stamp([draft], this.#author, {
      now: this.#time,
      newId: () => this.newId(),
      foldOf: (id) => this.#foldOf(id),
    });
    this.#author = author;
    for (const change of changes) this.changes.set(change.id, change);
    this.#outbox.push(...changes);
  }

  newId(): string {
    return `${String(this.clientId).padStart(8, '0')}-0000-7000-8000-${String(++this.#ids).padStart(12, '0')}`;
  }

  /** One connection, which may be cut before, between and after anything. */
  sync(central: ModelCentral, random: Random): void {
    const carrier = new CarriedDocument(DOCUMENT, this.clientId);
    carrier.fill(this.#confirmed, []);
    const missing = central.since(carrier.vector());
    for (const part of random.chance(0.3) ? halves(missing) : [missing]) {
      if (random.chance(0.15)) return;
      this.#receive(carrier, part, random.chance(0.2) ? 2 : 1);
    }
    while (this.#outbox.length > 0 && !random.chance(0.2)) {
      const piece = this.#outbox.slice(0, 1 + random.below(4));
      const clock = carrier.stateOf(this.clientId);
      const placed = piece.map((change, index) => ({ client: this.clientId, clock: clock + index, change }));
      carrier.put(placed);
      if (random.chance(0.1)) return; // lost on its way up
      central.ingest(encodeUpdate(placed.map(toBytes)));
      if (random.chance(0.1)) return; // stored, and nobody hears of it
      this.#confirmed.push(...placed);
      this.#outbox.splice(0, piece.length);
    }
  }

  get waiting(): number {
    return this.#outbox.length;
  }

  /** All rows, with their conflicts' winners, as screens would show them. */
  rows(): string {
    return rowsOf(this.changes.values());
  }

  #receive(carrier: CarriedDocument, placed: PositionedChange[], times: number): void {
    for (let time = 0; time < times; time++) {
      const arrived = carrier.take(encodeUpdate(placed.map(toBytes)), 'central');
      this.#confirmed.push(...arrived.placed);
      for (const { change } of arrived.placed) {
        this.changes.set(change.id, change);
        this.#outbox = this.#outbox.filter((waiting) => waiting.id !== change.id);
        this.#author = { ...this.#author, clock: follow(this.#author.clock, change.hlc, this.#time) };
      }
    }
  }

  #foldOf(entityId: string): ReturnType<typeof foldEntity> {
    return foldEntity(
      'asset',
      [...this.changes.values()].filter((change) => change.entityId === entityId),
    );
  }
}

const halves = <T>(list: T[]): T[][] => [list.slice(0, list.length >> 1), list.slice(list.length >> 1)];

export function rowsOf(changes: Iterable<Change>): string {
  const all = [...changes];
  const keys = new Set(
    all.flatMap((change) =>
      parseKind(change.kind) ? [`${parseKind(change.kind)?.entity} ${change.entityId}`] : [],
    ),
  );
  const rows = [...keys].sort().map((key) => {
    const entity = key.startsWith('assetLog ') ? 'assetLog' : 'asset';
    const id = key.slice(entity.length + 1);
    const fold = foldEntity(
      entity,
      all.filter((change) => change.entityId === id),
    );
    return {
      key,
      row: fold && rowOf(entity, id, fold, { storeId: 'store-1' }),
      fields: fold && [...fold.fields].sort(([a], [b]) => (a < b ? -1 : 1)),
    };
  });
  const logs = rows.flatMap(({ row }) => (row && 'loggedAt' in row ? [row] : []));
  return JSON.stringify([rows, currentStatus(logs, Date.now())]);
}
