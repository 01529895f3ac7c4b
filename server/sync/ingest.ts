/** The one queue into the store: all that arrives while a transaction runs shares the next one. */
import { accepted, hasIssues, refused, type Result } from '#shared/result';
import { DatabaseUnwritable, type CentralDatabase } from '../database/port/central-database';
import type { Mark } from '#shared/proof/digest';
import { toIssue } from './authored';
import { commitBatch, nothing, type Batch } from './commit';
import { countCommit, type SyncMetrics } from './metrics';
import type { Verdict } from './judge';
import { GrowingOffer } from './growing-offer';
import type { Offer } from './offer';
import type { Receipts } from './receipts';
import { AddedByDocument, type Added } from './added';
import { sizeOf, type Act, type Authoring, type ProvenRun, type Submission } from './submission';

/** The outcome of an offer: judged, and on disk as far as accepted; or nothing, since the disk refused or the judging failed. */
export type Outcome = { type: 'judged'; verdict: Verdict } | { type: 'busy'; isUnwritable: boolean };

/** The changes that one commit added to one document. */
export interface Committed {
  document: string;
  vector: ReadonlyMap<number, number>;
  /** the digests of the clients that wrote */
  marks: readonly Mark[];
  added: readonly Added[];
}

interface IngestOptions {
  database: CentralDatabase;
  receipts: Receipts;
  /** milliseconds, UTC */
  now: () => number;
  metrics: SyncMetrics;
  /** called with each document of a commit after it is on disk, before those who sent it get their acknowledgement */
  onCommitted: (committed: Committed) => void;
  /** called with the number of assets of a commit that turned out to have been created in two stores */
  onContested?: (assets: number) => void;
  onFailed: (error: unknown) => void;
}

interface Waiting {
  submission: Submission;
  judged: (verdict: Verdict) => void;
  failed: (error: unknown) => void;
}

/** Structs one transaction takes, so that a flood does not keep others waiting long. */
const BATCH_STRUCTS = 4000;
/** Structs that wait, and turns of the loop, from which on a transaction waits for no more. */
const ENOUGH_STRUCTS = 100;
const MOST_TURNS = 25;

/** The rest of this turn of the loop; called from another place than a socket, a whole one. */
const turn = (): Promise<void> => new Promise(setImmediate);

const busy = (error: unknown): Outcome => ({
  type: 'busy',
  isUnwritable: error instanceof DatabaseUnwritable,
});

export class Ingest {
  readonly #options: IngestOptions;
  #queue: Waiting[] = [];
  #running: Promise<void> | undefined;

  constructor(options: IngestOptions) {
    this.#options = options;
  }

  async offer(offer: Offer): Promise<Outcome> {
    try {
      return { type: 'judged', verdict: await this.#submit({ kind: 'offer', offer }) };
    } catch (error) {
      return busy(error);
    }
  }

  /** Rejects with DatabaseUnwritable when the disk refuses. */
  async author(authoring: Authoring): Promise<Result<{ stored: number }>> {
    const verdict = await this.#submit({ kind: 'author', authoring });
    const issues = verdict.refused.map(toIssue);
    return hasIssues(issues) ? refused(...issues) : accepted({ stored: verdict.accepted.length });
  }

  /** Does an act of central and its consequences, in one transaction. Rejects with the error that its plan throws. */
  async act(act: Act): Promise<{ stored: number }> {
    const { accepted: stored } = await this.#submit({ kind: 'act', act });
    return { stored: stored.length };
  }

  /** Stores the changes that a receipt proves. */
  async giveBack(run: ProvenRun): Promise<Outcome> {
    try {
      return { type: 'judged', verdict: await this.#submit({ kind: 'proven', run }) };
    } catch (error) {
      return busy(error);
    }
  }

  /** Resolves when nothing waits and nothing runs. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  #submit(submission: Submission): Promise<Verdict> {
    return new Promise((judged, failed) => {
      this.#queue.push({ submission, judged, failed });
      this.#options.metrics.waiting = this.#queue.length;
      this.#running ??= this.#run();
    });
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      await this.#gather();
      await this.#commit();
    }
    // at once, in the same step that saw the queue empty: the next offer must start a new run
    this.#running = undefined;
  }

  /**
   * Lets every socket that has something in deliver it, so that it shares this transaction. What one device sends, or several at once, comes
   * bit by bit: while a turn of the loop brings more, the next one is waited for. A commit of one change costs as much as one of twenty.
   */
  async #gather(): Promise<void> {
    await turn();
    let before = 0;
    for (let turns = 1; turns < MOST_TURNS; turns++) {
      const now = this.#structs();
      if (now === before || now >= ENOUGH_STRUCTS) return;
      before = now;
      await turn();
    }
  }

  #structs(): number {
    return this.#queue.reduce((sum, { submission }) => sum + sizeOf(submission), 0);
  }

  #take(): Waiting[] {
    let structs = 0;
    const over = this.#queue.findIndex(({ submission }, index) => {
      structs += sizeOf(submission);
      return index > 0 && structs > BATCH_STRUCTS;
    });
    const taken = this.#queue.splice(0, over < 0 ? this.#queue.length : over);
    for (const { submission } of taken)
      if (submission.kind === 'offer' && submission.offer instanceof GrowingOffer) submission.offer.take();
    this.#options.metrics.waiting = this.#queue.length;
    return taken;
  }

  /**
   * Without `alone`, all that waits when the transaction begins: another process may have been at it for a while, and what came meanwhile
   * shares this one.
   */
  async #commit(alone?: Waiting): Promise<void> {
    const started = performance.now();
    let batch = alone && [alone];
    const taken = (): readonly Waiting[] => (batch ??= this.#take());
    try {
      const result = await this.#transaction(() => taken().map(({ submission }) => submission));
      this.#count(result, performance.now() - started);
      if (result.contested > 0) this.#options.onContested?.(result.contested);
      this.#publishSafely(taken(), result);
      taken().forEach(({ judged }, index) => judged(result.verdicts[index] ?? nothing));
    } catch (error) {
      await this.#recover(taken(), error);
    }
  }

  async #transaction(submissions: () => readonly Submission[]): Promise<Batch> {
    const { database, receipts, now } = this.#options;
    const { result, keep } = await database.transaction(async (tx) => {
      const { client, keep } = await receipts.begin(tx);
      return { result: await commitBatch(tx, submissions(), { now: now(), client }), keep };
    });
    keep([...result.verdicts.flatMap(({ accepted: stored }) => stored), ...result.followed].length);
    return result;
  }

  /** A fault in judging one must not cost the others: each is tried alone. A disk that refuses refuses all. */
  async #recover(batch: readonly Waiting[], error: unknown): Promise<void> {
    this.#options.onFailed(error);
    if (error instanceof DatabaseUnwritable) this.#options.metrics.unwritable += 1;
    if (batch.length > 1 && !(error instanceof DatabaseUnwritable)) {
      for (const one of batch) await this.#commit(one);
      return;
    }
    for (const { failed } of batch) failed(error);
  }

  #count({ verdicts }: Batch, ms: number): void {
    const { metrics } = this.#options;
    countCommit(metrics, ms);
    metrics.changesStored += verdicts.reduce((sum, { accepted: changes }) => sum + changes.length, 0);
    metrics.changesRefused += verdicts.reduce((sum, { refused }) => sum + refused.length, 0);
  }

  /** Changes on disk are acknowledged, even where the listeners fail. */
  #publishSafely(batch: readonly Waiting[], result: Batch): void {
    try {
      this.#publish(batch, result);
    } catch (error) {
      this.#options.onFailed(error);
    }
  }

  #publish(batch: readonly Waiting[], { verdicts, followed, vectors, marks }: Batch): void {
    const added = new AddedByDocument();
    for (const [index, { submission }] of batch.entries())
      added.put(submission.kind === 'offer' ? submission.offer : undefined, verdicts[index]?.accepted ?? []);
    added.put(undefined, followed);
    for (const [document, vector] of vectors)
      this.#options.onCommitted({
        document,
        vector,
        marks: marks.get(document) ?? [],
        added: added.in(document),
      });
  }
}
