/** Keeps the content of one form on this device: at each pause, and at once when the app goes out of sight. */
import type { ReplicaDatabase } from '../../replica/database';
import { endDraft, keepDraft, readDraft, type KeptDraft } from '../../replica/drafts';
import type { PreparedFile } from '../../replica/files/keep-file';
import type { DraftRecord } from '../../replica/draft-records';

export type Typed = Omit<DraftRecord, 'userId'>;

/** Short enough that a pause for thought is one, long enough that quick typing is one write. */
const PAUSE_MS = 250;

export class DraftKeeper {
  readonly #db: ReplicaDatabase;
  readonly #name: Pick<Typed, 'form' | 'record'>;
  readonly #changed: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #next: (() => Promise<unknown>) | undefined;
  #writing: Promise<unknown> = Promise.resolve();
  #writes = 0;
  #failed = false;
  #typist: string | undefined;

  /** `changed` hears when `settled` may have another value. */
  constructor(db: ReplicaDatabase, name: Pick<Typed, 'form' | 'record'>, changed: () => void) {
    this.#db = db;
    this.#name = name;
    this.#changed = changed;
  }

  /** True if the device has all that was typed. */
  get settled(): boolean {
    return this.#next === undefined && this.#writes === 0 && !this.#failed;
  }

  async read(): Promise<KeptDraft | undefined> {
    await this.#writing;
    const kept = await readDraft(this.#db, this.#name).catch(() => undefined);
    this.#typist = kept?.draft.userId;
    return kept;
  }

  /** Keeps it after a pause. */
  keep(typed: Typed, files: readonly PreparedFile[]): void {
    this.#after(async () => {
      this.#typist = await keepDraft(this.#db, typed, files, this.#typist);
    });
  }

  /** Nothing stands in the form any more. */
  forget(): void {
    if (this.#typist !== undefined || this.#next || this.#writes > 0) this.#after(() => this.#end());
  }

  /** Writes the waiting draft now. */
  flush(): Promise<unknown> {
    clearTimeout(this.#timer);
    const write = this.#next;
    if (!write) return this.#writing;
    this.#next = undefined;
    this.#writes += 1;
    this.#writing = this.#writing.then(write).then(
      () => this.#wrote(false),
      // A full or locked storage keeps no draft: the form then asks before it is left.
      () => this.#wrote(true),
    );
    return this.#writing;
  }

  /** The draft is saved or given up: a write that waits never happens. */
  async end(): Promise<void> {
    this.drop();
    await this.#writing;
    await this.#end().catch(() => undefined);
  }

  /** Forgets a write that waits. */
  drop(): void {
    clearTimeout(this.#timer);
    this.#next = undefined;
    this.#changed();
  }

  async #end(): Promise<void> {
    await endDraft(this.#db, this.#name, this.#typist);
    this.#typist = undefined;
  }

  #after(write: () => Promise<unknown>): void {
    clearTimeout(this.#timer);
    this.#next = write;
    this.#timer = setTimeout(() => void this.flush(), PAUSE_MS);
    this.#changed();
  }

  #wrote(failed: boolean): void {
    this.#writes -= 1;
    this.#failed = failed;
    this.#changed();
  }
}
