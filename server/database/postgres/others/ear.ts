/** Hears that there may be news: by NOTIFY, which is a hint, and by looking again and again, which finds everything. */
import type { Client } from 'pg';
import { Gathered } from '../../sqlite/rows/gathered';
import type { PgPool } from '../pool';
import { endIn } from './news';

/** The interval at which it looks, milliseconds. */
const LOOK_EVERY = 1000;
/** The wait between a cut of the line and the next try, milliseconds. */
const AGAIN_MS = 2000;
/** What follows within this is looked for together: each look is a question, and a transaction of the copy. Milliseconds. */
const GATHER_MS = 20;

interface EarOptions {
  pool: PgPool;
  channel: string;
  /** Finds news, of the log alone where that is all there may be; it never rejects. */
  look: (isOfLog: boolean) => Promise<void>;
  /** the log is known up to here: nothing need be asked for */
  knows: (last: number) => boolean;
}

export class Ear {
  readonly #options: EarOptions;
  readonly #news = new Gathered(() => this.#begin(), GATHER_MS);
  #looking: Promise<void> | undefined;
  #hasHint = false;
  /** what others told may be among the news */
  #isOfAll = false;
  #timer: NodeJS.Timeout | undefined;
  #again: NodeJS.Timeout | undefined;
  #client: Client | undefined;
  #listening: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: EarOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => this.hint(), LOOK_EVERY);
    this.#listening = this.#listen();
  }

  /** There may be news of any kind. */
  hint(): void {
    this.#isOfAll = true;
    this.#begin();
  }

  #hear(payload: string | undefined): void {
    const last = endIn(payload);
    if (last === undefined) this.hint();
    else if (!this.#options.knows(last)) this.#news.news();
  }

  #begin(): void {
    this.#hasHint = true;
    this.#looking ??= this.#run();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#news.stop();
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
      const isOfLog = !this.#isOfAll;
      this.#isOfAll = false;
      await this.#options.look(isOfLog);
    }
    this.#looking = undefined;
  }

  async #listen(): Promise<void> {
    if (this.#isClosed) return;
    try {
      const client = await this.#options.pool.lasting();
      client.on('notification', ({ payload }) => this.#hear(payload));
      client.once('end', () => this.#listenAgain());
      this.#client = client;
      await client.query(`LISTEN ${this.#options.channel}`);
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
