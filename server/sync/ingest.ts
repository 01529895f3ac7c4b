/** The one queue into the store: all that arrives while a transaction runs shares the next one. */
import { accepted, hasIssues, refused, type Result } from '#shared/result';
import { DatabaseUnwritable, type CentralDatabase } from '../database/port/central-database';
import type { StoredChange } from '../database/port/changes';
import { toIssue } from './authored';
import { commitBatch, type Authoring, type Batch, type CommitContext, type Submission } from './commit';
import { countCommit, type SyncMetrics } from './metrics';
import type { Verdict } from './judge';
import type { Offer } from './offer';

/** What became of an offer: judged, and on disk as far as accepted; or nothing, since the disk refused or the judging failed. */
export type Outcome = { type: 'judged'; verdict: Verdict } | { type: 'busy' };

/** What one commit added to one document. */
export interface Committed {
  document: string;
  vector: ReadonlyMap<number, number>;
  /** by the offer that brought them; undefined: authored by central */
  added: { offer: Offer | undefined; changes: readonly StoredChange[] }[];
}

export interface IngestOptions {
  database: CentralDatabase;
  context: () => CommitContext;
  metrics: SyncMetrics;
  /** told of each document of a commit after it is on disk, before those who asked are answered */
  onCommitted: (committed: Committed) => void;
  onFailed: (error: unknown) => void;
}

interface Waiting {
  submission: Submission;
  judged: (verdict: Verdict) => void;
  failed: (error: unknown) => void;
}

/** Structs one transaction takes, so that a flood does not keep others waiting long. */
const BATCH_STRUCTS = 4000;

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
    } catch {
      return { type: 'busy' };
    }
  }

  /** Rejects with DatabaseUnwritable when the disk refuses. */
  async author(authoring: Authoring): Promise<Result<{ stored: number }>> {
    const verdict = await this.#submit({ kind: 'author', authoring });
    const issues = verdict.refused.map(toIssue);
    return hasIssues(issues) ? refused(...issues) : accepted({ stored: verdict.accepted.length });
  }

  /** Resolves when nothing waits and nothing runs. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  #submit(submission: Submission): Promise<Verdict> {
    return new Promise((judged, failed) => {
      this.#queue.push({ submission, judged, failed });
      this.#running ??= this.#run();
    });
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      // lets every socket that has something in deliver it, so that it shares this transaction
      await new Promise(setImmediate);
      await this.#commit(this.#take());
    }
    // at once, in the same step that saw the queue empty: what comes next must start a new run
    this.#running = undefined;
  }

  #take(): Waiting[] {
    let structs = 0;
    const over = this.#queue.findIndex(({ submission }, index) => {
      structs += sizeOf(submission);
      return index > 0 && structs > BATCH_STRUCTS;
    });
    return this.#queue.splice(0, over < 0 ? this.#queue.length : over);
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    const started = performance.now();
    try {
      const submissions = batch.map(({ submission }) => submission);
      const { database, context } = this.#options;
      const result = await database.transaction((tx) => commitBatch(tx, submissions, context()));
      this.#count(result, performance.now() - started);
      this.#publishSafely(submissions, result);
      batch.forEach(({ judged }, index) => judged(result.verdicts[index] ?? nothing));
    } catch (error) {
      await this.#recover(batch, error);
    }
  }

  /** A fault in judging one must not cost the others: each is tried alone. A disk that refuses refuses all. */
  async #recover(batch: readonly Waiting[], error: unknown): Promise<void> {
    this.#options.onFailed(error);
    if (error instanceof DatabaseUnwritable) this.#options.metrics.unwritable += 1;
    if (batch.length > 1 && !(error instanceof DatabaseUnwritable)) {
      for (const one of batch) await this.#commit([one]);
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

  /** What is on disk is acknowledged, whatever happens to those who are told of it. */
  #publishSafely(submissions: readonly Submission[], result: Batch): void {
    try {
      this.#publish(submissions, result);
    } catch (error) {
      this.#options.onFailed(error);
    }
  }

  #publish(submissions: readonly Submission[], { verdicts, vectors }: Batch): void {
    for (const [document, vector] of vectors) {
      const added = submissions.flatMap((submission, index) => {
        const changes = verdicts[index]?.accepted ?? [];
        const offer = submission.kind === 'offer' ? submission.offer : undefined;
        return changes[0]?.document === document ? [{ offer, changes }] : [];
      });
      if (added.length > 0) this.#options.onCommitted({ document, vector, added });
    }
  }
}

const nothing: Verdict = { accepted: [], refused: [], hasGap: false };

const sizeOf = (submission: Submission): number =>
  submission.kind === 'offer' ? submission.offer.structs.length : submission.authoring.values.length;
