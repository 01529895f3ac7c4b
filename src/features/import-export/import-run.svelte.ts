/** One import on its way: from a file to what it would change, to what was saved. */
import type { Words } from '../../words/words.svelte';
import { MOST_BYTES } from '../../spreadsheet/too-large';
import { toImport, type ImportJob, type ImportOutcome, type Unreadable } from './import-job';
import type { Plan } from './plan';

export type Phase<Record> =
  | { kind: 'choose'; fault?: Unreadable }
  | { kind: 'reading' }
  | { kind: 'review'; plan: Plan<Record> }
  | { kind: 'importing'; plan: Plan<Record>; total: number }
  | { kind: 'done'; plan: Plan<Record>; outcome: ImportOutcome<Record> };

export class ImportRun<Record> {
  phase: Phase<Record> = $state.raw({ kind: 'choose' });
  done = $state(0);
  #stopped = false;

  constructor(private readonly job: ImportJob<Record>) {}

  async read(file: File, words: Words): Promise<void> {
    this.phase = { kind: 'reading' };
    // A file may be gone, or be cloud storage that does not answer, by the time it is read.
    const plan =
      file.size > MOST_BYTES
        ? 'too-large'
        : await this.job.plan(file, words).catch(() => 'unreadable' as const);
    this.phase = typeof plan === 'string' ? { kind: 'choose', fault: plan } : { kind: 'review', plan };
  }

  async start(plan: Plan<Record>): Promise<void> {
    const rows = toImport(plan);
    this.#stopped = false;
    this.done = 0;
    this.phase = { kind: 'importing', plan, total: rows.length };
    const outcome = await this.job.save(rows, {
      progress: (done) => (this.done = done),
      isStopped: () => this.#stopped,
    });
    this.phase = { kind: 'done', plan, outcome };
  }

  /** After what is being saved. */
  stop(): void {
    this.#stopped = true;
  }

  again(): void {
    this.phase = { kind: 'choose' };
  }
}
