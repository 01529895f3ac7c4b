/**
 * Notices by the receipts of devices that this database is an older copy, or that another server goes on with one (rule P9), and counts the
 * changes that come back, for staff. Its knowledge is kept in the database, so that a restart forgets nothing.
 */
import { sameDigest, type Mark } from '#shared/proof/digest';
import type { Receipt } from '#shared/proof/receipt';
import type { CentralDatabase } from '../../database/port/central-database';
import { digestAt } from '../../sync/digest-at';
import { noteForgottenSince, noteRestore } from '../twin';
import { KEY, newNotice, NOTHING, readKept, type Noticed, type RestoreNotice } from './restore-notice';

/** Two clocks of one server may differ by this much: a receipt that is later than our start was made by another one. */
const TOLERANCE_MS = 5 * 60 * 1000;
const DAY = 24 * 60 * 60 * 1000;
/** The most devices that are listed one by one; beyond it only their number is given. */
const MOST_DEVICES = 1000;

/** The chains of a document that a receipt proves. */
export interface Shown {
  document: string;
  marks: readonly Mark[];
}

export class RestoreWatch {
  /** as the database has it */
  #kept: Noticed;
  /** since this process last wrote: others notice as well, so it is added to the record that is there then */
  #news: Noticed = NOTHING;
  #work: Promise<void> = Promise.resolve();
  /** the earliest moment of a lost life that this process has heard of */
  #earliest = Infinity;

  private constructor(
    private readonly database: CentralDatabase,
    private readonly now: () => number,
    private readonly began: number,
    kept: Noticed,
  ) {
    this.#kept = kept;
  }

  static async open(database: CentralDatabase, now: () => number): Promise<RestoreWatch> {
    const kept = await database.transaction(({ changes }) => readKept(changes));
    return new RestoreWatch(database, now, now(), kept);
  }

  get noticed(): Noticed {
    return joined(this.#kept, this.#news);
  }

  /** Told of a receipt of a life that this database does not know, and of the chains that it proves. */
  onUnknown: (receipt: Receipt, of: Shown) => void = () => undefined;

  /** A receipt of our own was shown; `of`: the chains that it proves. */
  shown(receipt: Receipt, of?: Shown): void {
    this.#then(async () => {
      if (await this.#isKnown(receipt, of)) return;
      if (of) this.onUnknown(receipt, of);
      if (receipt.at > this.began + TOLERANCE_MS) return this.#put({ otherServerAt: receipt.at });
      await this.#putBack(receipt.at);
    });
  }

  /** A device to which this server gave its token at that moment (milliseconds) is not known here: the database is older than that. */
  notKnown(joinedAt: number): void {
    this.#then(async () => {
      if (joinedAt > this.began + TOLERANCE_MS) return this.#put({ otherServerAt: joinedAt });
      await this.#putBack(joinedAt);
    });
  }

  /** `before`: a moment of the life that this database does not know. */
  async #putBack(before: number): Promise<void> {
    // another process may have noticed it before
    if (this.database.others) await this.#write();
    if (before <= (this.noticed.restored?.at ?? 0)) return this.#heard(before);
    const at = this.now();
    await noteRestore(this.database, at, before);
    this.#earliest = Math.min(this.#earliest, before);
    this.#put({ restored: newNotice(at) });
  }

  /** One more device of before the restore; written once a day. */
  async #heard(before: number): Promise<void> {
    if (before < this.#earliest) {
      await noteForgottenSince(this.database, before);
      this.#earliest = before;
    }
    const { at = 0, heardAt = at } = this.noticed.restored ?? {};
    const now = this.now();
    if (now - heardAt >= DAY)
      this.#put({ restored: { ...(this.#news.restored ?? newNotice(at)), heardAt: now } });
  }

  gaveBack(changes: number, isBranch: boolean): void {
    this.#add((was) => ({ cameBack: was.cameBack + changes, branches: was.branches + Number(isBranch) }));
  }

  unknownDevice(id: string): void {
    this.#add((notice) => ({ unknownDevices: withOne(notice.unknownDevices, id) }));
  }

  keyMissing(deviceId: string): void {
    this.#add((notice) => ({ keyMissingFor: withOne(notice.keyMissingFor, deviceId) }));
  }

  shutOutAgain(deviceId: string): void {
    this.#add(({ shutOutAgain = [] }) => ({ shutOutAgain: withOne(shutOutAgain, deviceId) }));
  }

  createdTwice(assets: number): void {
    this.#add(({ createdTwice = 0 }) => ({ createdTwice: createdTwice + assets }));
  }

  /** Writes down the news, and takes in those of other processes; resolves when all that was shown before is looked at and on disk. */
  write(): Promise<void> {
    this.#then(() => this.#write());
    return this.#work;
  }

  /** Resolves when all that was shown before is looked at. */
  idle = (): Promise<void> => this.#work;

  async #write(): Promise<void> {
    const hasNews = this.#news !== NOTHING;
    if (!hasNews && !this.database.others) return;
    this.#kept = await this.database.transaction(async ({ changes }) => {
      const all = joined(await readKept(changes), this.#news);
      if (hasNews) await changes.setMeta(KEY, JSON.stringify(all));
      return all;
    });
    this.#news = NOTHING;
  }

  /**
   * True if this database has lived through the state of a receipt: its start, and no more of it than was there when the next began.
   * Several processes run beside each other, and a start of before a restore may seem to go on: there a receipt names no more than there
   * is, and nothing that is not there.
   */
  async #isKnown({ start, seq }: Receipt, of: Shown | undefined): Promise<boolean> {
    const { proofs, changes, others } = this.database;
    const starts = await proofs.starts();
    const index = starts.findIndex((one) => one.start === start);
    if (others) return index >= 0 && seq <= (await changes.lastSeq()) && (!of || (await this.#isHere(of)));
    const next = starts[index + 1];
    return index >= 0 && (next === undefined || seq <= next.fromSeq);
  }

  async #isHere({ document, marks }: Shown): Promise<boolean> {
    const reaches = (heads: ReadonlyMap<string, ReadonlyMap<number, number>>): boolean =>
      marks.every(({ client, clock }) => clock <= (heads.get(document)?.get(client) ?? 0));
    if (!reaches(await this.database.changes.heads([document]))) {
      // what this process reads may be behind, where the database was out of reach a moment ago
      const heads = await this.database.transaction((tx) => tx.changes.heads([document]));
      if (!reaches(heads)) return false;
    }
    for (const { client, clock, digest } of marks) {
      const own = await digestAt(this.database, document, client, clock);
      if (own && !sameDigest(own.digest, digest)) return false;
    }
    return true;
  }

  #add(change: (notice: RestoreNotice) => Partial<RestoreNotice>): void {
    this.#then(() => {
      const at = this.noticed.restored?.at;
      if (at === undefined) return;
      const own = this.#news.restored ?? newNotice(at);
      this.#put({ restored: { ...own, ...change(own) } });
    });
  }

  #put(news: Partial<Noticed>): void {
    this.#news = { ...this.#news, ...news };
  }

  /** One after the other, so that a restore is noticed before the changes that came back are counted. */
  #then(work: () => Promise<void> | void): void {
    this.#work = this.#work.then(work).catch(() => undefined);
  }
}

function joined(kept: Noticed, news: Noticed): Noticed {
  const times = [kept.otherServerAt, news.otherServerAt].filter((at) => at !== undefined);
  return {
    restored: withNews(kept.restored, news.restored),
    otherServerAt: times.length === 0 ? undefined : Math.max(...times),
  };
}

function withNews(
  kept: RestoreNotice | undefined,
  news: RestoreNotice | undefined,
): RestoreNotice | undefined {
  if (!kept || !news || news.at > kept.at) return news ?? kept;
  return {
    at: kept.at,
    cameBack: kept.cameBack + news.cameBack,
    branches: kept.branches + news.branches,
    unknownDevices: news.unknownDevices.reduce<string[]>(withOne, kept.unknownDevices),
    keyMissingFor: news.keyMissingFor.reduce<string[]>(withOne, kept.keyMissingFor),
    ...laterWords(kept, news),
  };
}

/** The fields that only some restores bring about. */
function laterWords(
  kept: RestoreNotice,
  news: RestoreNotice,
): Pick<RestoreNotice, 'shutOutAgain' | 'createdTwice' | 'heardAt'> {
  const shutOutAgain = (news.shutOutAgain ?? []).reduce<string[]>(withOne, kept.shutOutAgain ?? []);
  const createdTwice = (kept.createdTwice ?? 0) + (news.createdTwice ?? 0);
  const heardAt = Math.max(kept.heardAt ?? 0, news.heardAt ?? 0);
  return {
    ...(shutOutAgain.length > 0 && { shutOutAgain }),
    ...(createdTwice > 0 && { createdTwice }),
    ...(heardAt > 0 && { heardAt }),
  };
}

const withOne = (ids: readonly string[], id: string): string[] =>
  ids.includes(id) || ids.length >= MOST_DEVICES ? [...ids] : [...ids, id];
