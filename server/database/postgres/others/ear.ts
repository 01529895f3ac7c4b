/** Hears that there may be news: by NOTIFY, which is a hint, and by looking again and again, which finds everything. */
import type { Client } from 'pg';
import type { PgPool } from '../pool';

/** The interval at which it looks, milliseconds. */
const LOOK_EVERY = 1000;
/** The wait between a cut of the line and the next try, milliseconds. */
const AGAIN_MS = 2000;

export class Ear {
  readonly #pool: PgPool;
  readonly #channel: string;
  readonly #look: () => Promise<void>;
  #looking: Promise<void> | undefined;
  #hasHint = false;
  #timer: NodeJS.Timeout | undefined;
  #again: NodeJS.Timeout | undefined;
  #client: Client | undefined;
  #listening: Promise<void> | undefined;
  #isClosed = false;

  /** `look` finds news; it never rejects. */
  constructor(pool: PgPool, channel: string, look: () => Promise<void>) {
    this.#pool = pool;
    this.#channel = channel;
    this.#look = look;
  }

  start(): void {
    this.#timer = setInterval(() => this.hint(), LOOK_EVERY);
    this.#listening = this.#listen();
  }

  hint(): void {
    this.#hasHint = true;
    this.#looking ??= this.#run();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    clearTimeout(this.#again);
    // a line that is being made would stay open, and keep the process
    await this.#listening;
    await this.#client?.end().catch(() => undefined);
    await this.#looking;
  }

  async #run(): Promise<void> {
    while (this.#hasHint && !this.#isClosed) {
      this.#hasHint = false;
      await this.#look();
    }
    this.#looking = undefined;
  }

  async #listen(): Promise<void> {
    if (this.#isClosed) return;
    try {
      const client = await this.#pool.lasting();
      client.on('notification', () => this.hint());
      client.once('end', () => this.#listenAgain());
      this.#client = client;
      await client.query(`LISTEN ${this.#channel}`);
      this.hint();
    } catch {
      await this.#client?.end().catch(() => undefined);
      this.#listenAgain();
    }
  }

  #listenAgain(): void {
    if (this.#isClosed) return;
    clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      this.#listening = this.#listen();
    }, AGAIN_MS);
  }
}
