/** One import on its way: from a file to its plan, to the saved rows. */
import type { Mapping } from '#shared/import/names/match-headings';
import type { Plan } from '#shared/import/planned';
import { answerName, type About, type Answers } from '#shared/import/reading/answers';
import { MOST_BYTES } from '#shared/spreadsheet/too-large';
import type { Words } from '../../words/words.svelte';
import { isFault, toImport, type Fault, type ImportJob, type ImportOutcome } from './import-job';
import { rememberedHeadings, rememberHeading } from './remembered-headings';

type Phase<Record> =
  | { kind: 'choose'; fault?: Fault }
  | { kind: 'reading' }
  | { kind: 'review'; plan: Plan<Record> }
  | { kind: 'importing'; plan: Plan<Record>; total: number }
  | { kind: 'done'; plan: Plan<Record>; outcome: ImportOutcome<Record> };

export class ImportRun<Record> {
  phase: Phase<Record> = $state.raw({ kind: 'choose' });
  done = $state(0);
  /** an answer is being taken in */
  busy = $state(false);
  #stopped = false;
  #file: File | undefined;
  #answers: Answers = {};
  #mapping: Mapping = {};

  constructor(private readonly job: ImportJob<Record>) {}

  async read(file: File, words: Words): Promise<void> {
    this.phase = { kind: 'reading' };
    this.#file = file;
    this.#answers = {};
    this.#mapping = rememberedHeadings(this.job.name);
    await this.#plan(words);
  }

  /** Takes in a person's choice for the file: everything that depends on it is read again. */
  async answer(about: About, answer: string, words: Words): Promise<void> {
    const name = answerName(about);
    const others = Object.entries(this.#answers).filter(([one]) => one !== name && !isBelow(about, one));
    this.#answers = { ...Object.fromEntries(others), ...(answer !== '' && { [name]: answer }) };
    await this.#again(words);
  }

  /** Says which column a heading is; '' that it is passed over. It is remembered on this device. */
  async map(heading: string, column: string, words: Words): Promise<void> {
    this.#mapping = { ...this.#mapping, [heading]: column };
    rememberHeading(this.job.name, heading, column);
    await this.#again(words);
  }

  async #again(words: Words): Promise<void> {
    this.busy = true;
    await this.#plan(words).finally(() => (this.busy = false));
  }

  async #plan(words: Words): Promise<void> {
    const file = this.#file;
    if (!file) return;
    const said = { answers: this.#answers, mapping: this.#mapping };
    // A file may be gone, or be cloud storage that does not answer, by the time it is read.
    const plan: Plan<Record> | Fault =
      file.size > MOST_BYTES
        ? ({ code: 'too-large' } as const)
        : await this.job.plan(file, said, words).catch(() => ({ code: 'unreadable' }) as const);
    this.phase = isFault(plan) ? { kind: 'choose', fault: plan } : { kind: 'review', plan };
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

  /** Stops after the present batch. */
  stop(): void {
    this.#stopped = true;
  }

  again(): void {
    this.phase = { kind: 'choose' };
  }
}

/** Another encoding or sheet is another table: the choices for its columns are void. */
const isBelow = ({ code }: About, name: string): boolean =>
  (code === 'sheet' || code === 'separator') && name === 'heading-line';
