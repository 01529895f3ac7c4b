/** A phone that lives through anything: it is killed in the midst of a write, full, updated, and opened by an older app. */
import type { DBCore } from 'dexie';
import { IDBFactory } from 'fake-indexeddb';
import type { PositionedChange } from '#shared/change/codec/struct';
import { encodeUpdate, toBytes } from '#shared/change/codec/write';
import { CONFIG } from '#shared/change/documents';
import { conflictsOf } from '#shared/change/fold';
import { rowOf } from '#shared/change/row';
import { encodePiece, readPiece } from '#shared/change/piece/piece';
import type { Receipt } from '#shared/proof/receipt';
import { CarriedDocument, type Arrived } from '../../src/engine/carried-document';
import { mendDoubled } from '../../src/replica/bundles/mend-doubled';
import { applyRemote } from '../../src/replica/changes/apply-remote';
import { keepFoldVersion } from '../../src/replica/changes/fold-version';
import { noteHoles } from '../../src/replica/changes/holes';
import { contentOf } from '../../src/replica/changes/outbox';
import { foldRecords } from '../../src/replica/changes/refold';
import type { ReplicaDatabase } from '../../src/replica/database';
import { chainsOf, keepChains, keepProof } from '../../src/replica/proofs/receipts';
import { byPlace, NOW, single } from './bundled';
import type { ChangeRecord, FoldedRow } from '../../src/replica/records';
import { readEntities } from '../../src/replica/read-together';
import { openDatabase, storageOf } from './replicas';

/** The client id of the phone itself, which writes nothing here. */
const OWN = 4711;

export class PlayedPhone {
  readonly #storage = new IDBFactory();
  #db: ReplicaDatabase | undefined;
  #carrier: CarriedDocument | undefined;
  /** writes until it is killed */
  #writesLeft = Infinity;
  #version = 0;
  /** rows are as a former build left them */
  isBehind = false;
  /** a change is here of which the former build did not know what it is of */
  isLearning = false;
  /** times that something came together */
  bundled = 0;

  constructor(private readonly inBundles: boolean) {}

  get db(): ReplicaDatabase {
    return (this.#db ??= this.#open());
  }

  #open(): ReplicaDatabase {
    const db = openDatabase(this.#storage, 'waypost');
    db.use({ stack: 'dbcore', name: 'mortal', create: (core) => this.#mortal(core) });
    return db;
  }

  /** A transaction that is not at its end when the phone is killed leaves nothing behind. */
  #mortal(core: DBCore): DBCore {
    return {
      ...core,
      table: (name) => {
        const table = core.table(name);
        return {
          ...table,
          mutate: (request) =>
            this.#writesLeft-- > 0
              ? table.mutate(request)
              : Promise.reject(new DOMException('killed', 'AbortError')),
        };
      },
    };
  }

  async carrier(): Promise<CarriedDocument> {
    if (this.#carrier) return this.#carrier;
    const carrier = new CarriedDocument(CONFIG, OWN);
    const { placed, holes, isDoubled } = await contentOf(this.db, CONFIG);
    if (isDoubled) await mendDoubled(this.db, CONFIG);
    await keepChains(this.db, CONFIG, carrier.fill(placed, holes, await chainsOf(this.db, CONFIG)));
    return (this.#carrier = carrier);
  }

  /** Does this, and is killed after so many writes; a phone that got through is restarted all the same. */
  async until(writes: number, work: () => Promise<void>): Promise<void> {
    this.#writesLeft = writes;
    await work().catch((fault: unknown) => {
      if (this.#writesLeft >= 0) throw fault;
    });
    this.restart();
  }

  /** Does this while nothing more can be kept, and forgets what it had not written. */
  async whileFull(work: () => Promise<void>): Promise<void> {
    const storage = storageOf(this.db);
    storage.isFull = true;
    await work().catch((fault: unknown) => {
      if (!/Quota/.test(String(fault))) throw fault;
    });
    storage.isFull = false;
    this.#drop();
  }

  restart(): void {
    this.#drop();
    this.#db?.close();
    this.#db = undefined;
    this.#writesLeft = Infinity;
  }

  #drop(): void {
    this.#carrier?.destroy();
    this.#carrier = undefined;
  }

  /** What central sends, over the socket or as a piece. */
  async take(sent: readonly PositionedChange[], receipt: Receipt, asPiece: boolean): Promise<void> {
    const arrived = await this.#arrive(sent, receipt, asPiece);
    const { placed, marks, receipts, holes } = arrived;
    await applyRemote(this.db, CONFIG, placed, NOW, { marks, receipts, holes, inBundles: this.inBundles });
    if (placed.length > 0 && (await this.db.bundles.count()) > 0) this.bundled += 1;
    await noteHoles(this.db, holes, NOW);
  }

  async #arrive(sent: readonly PositionedChange[], receipt: Receipt, asPiece: boolean): Promise<Arrived> {
    const carrier = await this.carrier();
    const bytes = [...sent].sort(byPlace).map(toBytes);
    const piece = asPiece ? readPiece(encodePiece(bytes)) : undefined;
    if (piece && !piece.ok) throw new Error('a piece that cannot be read');
    const arrived = piece
      ? carrier.takeRead(piece.value, 'piece', receipt)
      : carrier.take(encodeUpdate(bytes), 'central', receipt);
    if (arrived.differs) throw new Error('what is here differs from what central has');
    return arrived;
  }

  /** A former build takes a change without knowing what it is of. */
  async takeUnknown(sent: PositionedChange, receipt: Receipt): Promise<void> {
    const { placed, marks, receipts } = await this.#arrive([sent], receipt, false);
    const { db } = this;
    this.isLearning = true;
    await db.transaction('rw', [db.changes, db.chains, db.receipts], async () => {
      await db.changes.bulkPut(placed.map((one) => ({ ...single(one), entity: '' as const })));
      await keepProof(db, CONFIG, { marks, receipts });
    });
  }

  /** An older app, which sees no bundle, has fetched this part of everything again, and shows what it knows. */
  async olderApp(share: number): Promise<void> {
    const { db } = this;
    const { placed } = await contentOf(db, CONFIG);
    const known = new Set(await db.changes.toCollection().primaryKeys());
    const part = placed.sort(byPlace).slice(0, Math.ceil(placed.length * share));
    const again = part.map(single).filter(({ id }) => !known.has(id));
    await db.changes.bulkPut(again);
    const ids = again.flatMap(({ entity, entityId }) => (entity === 'item' ? [entityId] : []));
    if (ids.length === 0) return;
    const said = await readEntities(db.changes, 'item', ids);
    const rows = [...said].flatMap(([id, records]) => rowsOf(id, records));
    await db.items.bulkDelete(ids);
    await db.items.bulkPut(rows);
    this.restart();
  }

  /** From now on a build runs that folds otherwise than the one before did. */
  async update(): Promise<void> {
    await this.db.items.toCollection().modify({ name: 'as the build before read it' });
    await this.db.settings.put({ key: 'foldVersion', value: `build ${this.#version}` });
    this.#version += 1;
    this.isBehind = true;
  }

  /** Folds again for so many steps. */
  async foldAgain(steps = Infinity): Promise<void> {
    let asked = 0;
    const signal = new AbortController().signal;
    Object.defineProperty(signal, 'aborted', { get: () => ++asked > steps });
    await keepFoldVersion(this.db, `build ${this.#version}`, signal);
    this.isBehind = (await this.db.settings.get('foldVersion'))?.value !== `build ${this.#version}`;
    this.isLearning &&= this.isBehind;
  }
}

function rowsOf(id: string, records: readonly ChangeRecord[]): FoldedRow<'item'>[] {
  const fold = foldRecords('item', records);
  const row = fold && rowOf('item', id, fold);
  return row ? [{ ...row, conflicts: conflictsOf(fold).length }] : [];
}
