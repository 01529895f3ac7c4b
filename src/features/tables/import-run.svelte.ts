/** One import on its way: from a file to what it would change, to what was saved. */
import type { Issue } from '#shared/result';
import type { Replica } from '../../replica/replica';
import type { Words } from '../../words/words.svelte';
import { planInWorker } from './ask-worker';
import { entityOf, type TableName } from './columns';
import { importRows, type ImportOutcome } from './import-rows';
import type { Plan, PlannedRow } from './plan';
import { readAround, readRecords } from './queries';
import { cellWords, statusWords } from './table-words';

export type Phase =
  | { kind: 'choose'; unreadable?: boolean }
  | { kind: 'reading' }
  | { kind: 'review'; plan: Plan }
  | { kind: 'importing'; plan: Plan; total: number }
  | { kind: 'done'; plan: Plan; outcome: ImportOutcome };

export const toImport = ({ rows }: Plan): PlannedRow[] =>
  rows.filter(({ outcome }) => outcome === 'new' || outcome === 'changed');

export class ImportRun {
  phase: Phase = $state.raw({ kind: 'choose' });
  done = $state(0);
  #stopped = false;

  constructor(
    private readonly replica: Replica,
    private readonly table: TableName,
  ) {}

  async read(file: File, words: Words): Promise<void> {
    this.phase = { kind: 'reading' };
    const [bytes, records, around] = await Promise.all([
      file.arrayBuffer(),
      readRecords(this.replica.db, this.table),
      readAround(this.replica.db),
    ]);
    const { yes, no } = cellWords(words);
    const said = { yes, no, statuses: statusWords(words) };
    const { plan } = await planInWorker({ table: this.table, bytes, records, around, words: said });
    this.phase = plan ? { kind: 'review', plan } : { kind: 'choose', unreadable: true };
  }

  async start(plan: Plan): Promise<void> {
    const rows = toImport(plan);
    this.#stopped = false;
    this.done = 0;
    this.phase = { kind: 'importing', plan, total: rows.length };
    const outcome = await importRows(this.replica, entityOf[this.table], rows, {
      progress: (done) => (this.done = done),
      isStopped: () => this.#stopped,
    });
    this.phase = { kind: 'done', plan, outcome };
  }

  /** After the batch that is being saved. */
  stop(): void {
    this.#stopped = true;
  }

  again(): void {
    this.phase = { kind: 'choose' };
  }

  /** What kept the device from going on. */
  get stoppedBy(): Issue | undefined {
    return this.phase.kind === 'done' ? this.phase.outcome.stoppedBy : undefined;
  }
}
