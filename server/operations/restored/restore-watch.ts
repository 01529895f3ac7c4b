/**
 * Notices by what devices show that this database is an older copy, or that another server goes on with one (rule P9), and counts what
 * comes back, for staff. What it knows is kept in the database, so that a restart forgets nothing.
 */
import type { Receipt } from '#shared/proof/receipt';
import type { CentralDatabase } from '../../database/port/central-database';
import { noteRestore, restoredAt } from '../twin';

const KEY = 'restore_notice';
/** Two clocks of one server may differ by this much: a receipt that is later than our start was made by another one. */
const TOLERANCE_MS = 5 * 60 * 1000;
/** Devices that are told apart; beyond it they are only many. */
const MOST_DEVICES = 1000;

export interface RestoreNotice {
  /** when it was noticed, milliseconds */
  at: number;
  /** changes that devices have given back since */
  cameBack: number;
  /** courses of events that are kept beside others */
  branches: number;
  /** that gave something back, or tried to, and are not known here or were shut out */
  unknownDevices: string[];
  /** that hold what was made with a key that is not here */
  keyMissingFor: string[];
  /** that were shut out after the backup, and are again since a device told of it */
  shutOutAgain?: string[];
  /** assets that had been created in two stores */
  createdTwice?: number;
}

export interface Noticed {
  /** undefined: no restore is known of */
  restored: RestoreNotice | undefined;
  /** when another server with this one's identity acknowledged something, milliseconds; undefined: none was noticed */
  otherServerAt: number | undefined;
}

export class RestoreWatch {
  #noticed: Noticed;
  #isWritten = true;
  #work: Promise<void> = Promise.resolve();

  private constructor(
    private readonly database: CentralDatabase,
    private readonly now: () => number,
    private readonly began: number,
    noticed: Noticed,
  ) {
    this.#noticed = noticed;
  }

  static async open(database: CentralDatabase, now: () => number): Promise<RestoreWatch> {
    const text = await database.transaction(({ changes }) => changes.meta(KEY));
    const kept = text === undefined ? undefined : (JSON.parse(text) as Noticed);
    const at = await restoredAt(database);
    const isNew = at !== undefined && at !== kept?.restored?.at;
    const restored = isNew ? newNotice(at) : kept?.restored;
    return new RestoreWatch(database, now, now(), { restored, otherServerAt: kept?.otherServerAt });
  }

  get noticed(): Noticed {
    return this.#noticed;
  }

  /** A receipt of our own was shown. */
  shown(receipt: Receipt): void {
    this.#then(async () => {
      if (await this.#isKnown(receipt)) return;
      if (receipt.at > this.began + TOLERANCE_MS) return this.#put({ otherServerAt: receipt.at });
      if (receipt.at <= (this.#noticed.restored?.at ?? 0)) return;
      const at = this.now();
      await noteRestore(this.database, at);
      this.#put({ restored: newNotice(at) });
    });
  }

  gaveBack(changes: number, isBranch: boolean): void {
    this.#add((notice) => ({
      cameBack: notice.cameBack + changes,
      branches: notice.branches + (isBranch ? 1 : 0),
    }));
  }

  unknownDevice(id: string): void {
    this.#add((notice) => ({ unknownDevices: withOne(notice.unknownDevices, id) }));
  }

  keyMissing(deviceId: string): void {
    this.#add((notice) => ({ keyMissingFor: withOne(notice.keyMissingFor, deviceId) }));
  }

  /** A device that was shut out before the restore is shut out again. */
  shutOutAgain(deviceId: string): void {
    this.#add(({ shutOutAgain = [] }) => ({ shutOutAgain: withOne(shutOutAgain, deviceId) }));
  }

  /** So many assets turned out to have been created in two stores. */
  createdTwice(assets: number): void {
    this.#add(({ createdTwice = 0 }) => ({ createdTwice: createdTwice + assets }));
  }

  /** Writes down what is new; resolves when all that was shown before is looked at and on disk. */
  async write(): Promise<void> {
    await this.#work;
    if (this.#isWritten) return;
    this.#isWritten = true;
    const text = JSON.stringify(this.#noticed);
    await this.database
      .transaction(({ changes }) => changes.setMeta(KEY, text))
      .catch(() => void (this.#isWritten = false));
  }

  /** Whether this database has lived through what a receipt is of: its start, and no more of it than was there when the next began. */
  async #isKnown({ start, seq }: Receipt): Promise<boolean> {
    const starts = await this.database.proofs.starts();
    const index = starts.findIndex((one) => one.start === start);
    const next = starts[index + 1];
    return index >= 0 && (next === undefined || seq <= next.fromSeq);
  }

  #add(change: (notice: RestoreNotice) => Partial<RestoreNotice>): void {
    this.#then(async () => {
      const { restored } = this.#noticed;
      if (restored) this.#put({ restored: { ...restored, ...change(restored) } });
    });
  }

  #put(news: Partial<Noticed>): void {
    this.#noticed = { ...this.#noticed, ...news };
    this.#isWritten = false;
  }

  /** One after the other, so that a restore is noticed before what came back is counted. */
  #then(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch(() => undefined);
  }
}

const newNotice = (at: number): RestoreNotice => ({
  ...{ at, cameBack: 0, branches: 0, unknownDevices: [], keyMissingFor: [] },
});

const withOne = (ids: readonly string[], id: string): string[] =>
  ids.includes(id) || ids.length >= MOST_DEVICES ? [...ids] : [...ids, id];
