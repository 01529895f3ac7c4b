/**
 * The copy that this process reads and judges on. Where a disk has spoilt it, another is made from PostgreSQL beside it and takes its place;
 * what is sound of the spoilt one is read meanwhile, and nothing is stored on top of it.
 */
import { DatabaseUnwritable } from '../../port/central-database';
import type { OwnCopyState } from '../../port/own-copy';
import { noticing, UNREADABLE, type SpoiltLog } from '../../sqlite/log/noticing';
import type { SqliteDatabase } from '../../sqlite/open-database';
import type { PgPool } from '../pool';
import { FormerCopies } from './former-copies';
import type { LogCopy } from './log-copy';
import { Making, type Exclusively } from './making';
import { openCopy, openLocal, type CopyOptions, type OpenedCopy } from './open-copy';

export interface OwnCopyOptions extends CopyOptions {
  /** called with one line when the copy was found spoilt, and when another has taken its place */
  onCopySpoilt?: (line: string) => void;
}

/** The longest wait of a reader for the copy that is being made, milliseconds. */
const PATIENCE_MS = 20_000;

export class OwnCopy implements OwnCopyState {
  #opened: OpenedCopy | undefined;
  #making: Promise<void> | undefined;
  #madeAgain = 0;
  #wasPutBack = false;
  /** met before the copy was open */
  #early: SpoiltLog | undefined;
  readonly #former: FormerCopies;
  readonly #maker: Making;
  readonly #listeners: (() => void)[] = [];
  /** set by the log that works on this copy */
  exclusively: Exclusively = () => Promise.reject(new Error('the log is not open yet'));

  private constructor(
    pool: PgPool,
    private readonly options: OwnCopyOptions,
  ) {
    this.#former = new FormerCopies(options.copyPath);
    this.#maker = new Making({
      ...{ pool, copyPath: options.copyPath, onFault: options.onFault ?? (() => undefined) },
      open: (path) => this.#openAt(path),
      exclusively: (work) => this.exclusively(work),
    });
  }

  static async open(pool: PgPool, options: OwnCopyOptions): Promise<OwnCopy> {
    const own = new OwnCopy(pool, options);
    const { found, ...opened } = await openCopy(pool, options, (path) => own.#openAt(path));
    own.#opened = opened;
    if (own.#early) own.spoilt(own.#early);
    own.#wasPutBack = found.wasPutBack;
    if (found.spoilt) {
      own.#madeAgain = 1;
      options.onCopySpoilt?.(
        `A disk had spoilt the copy of the log (${found.spoilt.message}): it is made again.`,
      );
    }
    return own;
  }

  get local(): SqliteDatabase {
    return this.#now.local;
  }

  get copy(): LogCopy {
    return this.#now.copy;
  }

  /** What was found at the start was of a later or another past of this very database. */
  get wasPutBack(): boolean {
    return this.#wasPutBack;
  }

  get isBeingMade(): boolean {
    return this.#making !== undefined;
  }

  get madeAgain(): number {
    return this.#madeAgain;
  }

  onMadeAgain(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Reads the copy; where that meets something spoilt, another is waited for and read. */
  async read<T>(query: (local: SqliteDatabase) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      const { local } = this;
      let met: SpoiltLog | undefined;
      const onSpoilt = (spoilt: SpoiltLog): void => {
        // another may have taken its place since it was read
        if (local !== this.local || this.spoilt(spoilt)) met = spoilt;
      };
      const [read] = await Promise.allSettled([noticing(() => query(local), onSpoilt)]);
      if (!met && read.status === 'fulfilled') return read.value;
      if (!met && read.status === 'rejected') throw read.reason;
      if (tries > 1 || !(await this.#isMade())) throw beingMade(met);
    }
  }

  /** Changes are judged on a sound copy alone. */
  demandSound(): void {
    if (this.isBeingMade) throw beingMade();
  }

  /** Something spoilt was met: another copy is made. False where it shows nothing of this one: PostgreSQL itself holds it. */
  spoilt(found: SpoiltLog): boolean {
    if (this.#maker.isClosed || (found.message === UNREADABLE && this.copy.hasUnreadable)) return false;
    this.#making ??= this.#makeAgain(found).finally(() => (this.#making = undefined));
    return true;
  }

  async close(): Promise<void> {
    this.#maker.close();
    await this.#making;
    await this.#former.close();
    await this.local.close();
  }

  get #now(): OpenedCopy {
    if (!this.#opened) throw new Error('the copy is not open yet');
    return this.#opened;
  }

  #openAt(path: string): Promise<SqliteDatabase> {
    this.#early = undefined;
    const { onFault = () => undefined } = this.options;
    const isInUse = (): boolean => this.#opened?.local.path === path;
    const quieter = {
      ...this.options,
      // of a copy that is known to be spoilt nothing more need be heard
      onFault: (error: unknown) => {
        if (!this.#opened || (isInUse() && !this.isBeingMade)) onFault(error);
      },
    };
    return openLocal(quieter, path, (spoilt) => {
      if (!this.#opened) this.#early = spoilt;
      else if (isInUse()) this.spoilt(spoilt);
    });
  }

  async #makeAgain(found: SpoiltLog): Promise<void> {
    const { onCopySpoilt = () => undefined } = this.options;
    onCopySpoilt(`A disk has spoilt the copy of the log (${found.message}): it is made again.`);
    const former = this.#now;
    const isMade = await this.#maker.replace(former, (made) => {
      this.#opened = made;
      this.#madeAgain += 1;
    });
    if (!isMade) return;
    onCopySpoilt('The copy of the log was made again.');
    this.#former.add(former);
    for (const listener of this.#listeners) listener();
  }

  /** False: it takes longer than a reader waits. */
  async #isMade(): Promise<boolean> {
    let patience: NodeJS.Timeout | undefined;
    const tooLong = new Promise<boolean>((resolve) => {
      patience = setTimeout(() => resolve(false), PATIENCE_MS);
    });
    const made = (this.#making ?? Promise.resolve()).then(() => true);
    return Promise.race([made, tooLong]).finally(() => clearTimeout(patience));
  }
}

const beingMade = (cause?: SpoiltLog): DatabaseUnwritable =>
  new DatabaseUnwritable('the copy of the log is being made again', { cause });
