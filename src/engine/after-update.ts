/**
 * The work of an app after its update: it reads what the version before could not, and folds again. This runs beside the sync,
 * which never waits for it: a full device has to send its data first.
 */
import { keepFoldVersion } from '../replica/changes/fold-version';
import type { ReplicaDatabase } from '../replica/database';
import { freeUp } from '../replica/files/free-up';
import { storageIssue } from '../replica/storage-issue';

export class AfterUpdate {
  #work: Promise<void> | undefined;

  constructor(
    private readonly db: ReplicaDatabase,
    /** of this app */
    private readonly version: string,
  ) {}

  /** Before documents are opened: a place that was read is not asked for again. A failure leaves it for the next start. */
  async readAgain(now: number): Promise<void> {
    await this.#readHoles(now).catch(() => undefined);
  }

  /** There seldom are any, and no first load waits for the code that reads them. */
  async #readHoles(now: number): Promise<void> {
    if ((await this.db.holes.count()) === 0) return;
    const { readHolesAgain } = await import('./carrying');
    await readHolesAgain(this.db, this.version, now);
  }

  /** Begins, or goes on after a failure; does nothing while it is under way. */
  foldAgain(signal: AbortSignal): void {
    this.#work ??= keepFoldVersion(this.db, undefined, signal)
      .catch((error: unknown) => makeRoom(this.db, storageIssue(error)?.code))
      .finally(() => (this.#work = undefined));
  }

  /** Resolves when nothing is under way. */
  async ended(): Promise<void> {
    await this.#work;
  }
}

/** Copies of files that central has too are worth less than records. `code`: of what failed. */
export async function makeRoom(db: ReplicaDatabase, code: string | undefined): Promise<void> {
  if (code === 'storage-full') await freeUp(db).catch(() => 0);
}
