/** One import at central: its state, the answers on their way to it, and its progress, also when another page began it. */
import type { ImportAnswer } from '#shared/api/import';
import type { Issue, Result } from '#shared/result';
import type { Central } from '../../../central-api/central';
import { getImport, runImport, sayOfImport } from '../../../central-api/imports';

/** The interval between two questions while central works, milliseconds. */
const EVERY = 1000;

export const isAtWork = ({ state, undoing }: ImportAnswer): boolean =>
  state === 'reading' || state === 'importing' || undoing === true;

export class WatchedImport {
  value: ImportAnswer | undefined = $state.raw();
  issue: Issue | undefined = $state.raw();
  /** a press is on its way */
  busy = $state(false);
  /** the last thing that was tried and can be tried again */
  #again: () => Promise<void> = () => this.look();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(
    private readonly central: () => Central,
    private readonly id: string,
  ) {
    void this.look();
  }

  look(): Promise<void> {
    return this.#take(() => getImport(this.central(), this.id));
  }

  retry(): Promise<void> {
    return this.#again();
  }

  /** Answers and columns, taken in together: the file is read again once for all of them. */
  say(said: { answers?: Record<string, string>; mapping?: Record<string, string> }): Promise<void> {
    const body = { answers: said.answers ?? {}, mapping: said.mapping ?? {} };
    return this.#press(() => sayOfImport(this.central(), this.id, body));
  }

  run(what: 'commit' | 'stop' | 'undo'): Promise<void> {
    return this.#press(() => runImport(this.central(), this.id, what));
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  async #press(ask: () => Promise<Result<ImportAnswer>>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    await this.#take(ask);
    this.busy = false;
  }

  async #take(ask: () => Promise<Result<ImportAnswer>>): Promise<void> {
    clearTimeout(this.#timer);
    const answer = await ask();
    if (this.#isClosed) return;
    this.issue = answer.ok ? undefined : answer.issues[0];
    if (answer.ok) this.value = answer.value;
    else this.#again = () => this.#take(ask);
    if (this.value && isAtWork(this.value)) this.#timer = setTimeout(() => void this.look(), EVERY);
  }
}
