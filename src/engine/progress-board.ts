/** The state of synchronising, step by step. Stateful but without I/O: `written` hears of every change of it. */
import { omit } from '../replica/omit';
import { filesStep, filesStepForNewCycle, type FilesStand } from './files-step';
import { stepNames, type Progress, type Step, type StepName, type SyncState } from '../replica/records';

export type Board = Omit<Progress, 'id' | 'waiting'>;

const fresh = (name: StepName): Step => ({ name, state: 'waiting', done: 0, total: 0 });

export class ProgressBoard {
  #board: Board;

  constructor(
    private readonly now: () => number,
    private readonly changed: (board: Board) => void,
    lastSuccess?: number,
  ) {
    const steps = stepNames.map(fresh);
    this.#board = {
      state: 'starting',
      since: now(),
      steps,
      ...(lastSuccess !== undefined && { lastSuccess }),
    };
  }

  get state(): SyncState {
    return this.#board.state;
  }

  get board(): Board {
    return this.#board;
  }

  /** A cycle begins: all steps wait. */
  begin(): void {
    const board = omit(this.#board, 'errorCode', 'nextTry');
    const files = this.#board.steps.find(({ name }) => name === 'files');
    const steps = stepNames.map((name) =>
      name === 'files' && files ? filesStepForNewCycle(files) : fresh(name),
    );
    this.#set({ ...this.#at(board, 'working'), steps });
  }

  step(name: StepName, change: Partial<Omit<Step, 'name'>>): void {
    this.#set({
      ...this.#board,
      steps: this.#board.steps.map((step) => (step.name === name ? { ...step, ...change } : step)),
    });
  }

  files(stand: FilesStand): void {
    const steps = this.#board.steps.map((step) => (step.name === 'files' ? filesStep(step, stand) : step));
    this.#set({ ...this.#board, steps });
  }

  /** Counts the work done in a step; the total never lags behind. */
  count(name: StepName, done: number, total = 0): void {
    const step = this.#board.steps.find((candidate) => candidate.name === name);
    if (!step) return;
    const sum = step.done + done;
    this.step(name, { done: sum, total: Math.max(step.total + total, sum) });
  }

  /** Everything is exchanged; files are another matter. */
  done(): void {
    const board = omit(this.#board, 'errorCode', 'nextTry');
    const steps = board.steps.map((step): Step =>
      step.name === 'files' ? step : { ...omit(step, 'errorCode'), state: 'done', total: step.done },
    );
    this.#set({ ...this.#at(board, 'done'), lastSuccess: this.now(), steps });
  }

  /** It goes no further for now; the step at which it stopped says why. */
  stopped(state: 'offline' | 'attention', errorCode: string, nextTry?: number): void {
    const board = omit(this.#at(this.#board, state), 'nextTry');
    const at = board.steps.findIndex(({ name, state: at }) => name !== 'files' && at !== 'done');
    const steps = board.steps.map((step, index): Step =>
      index === at ? { ...step, state: 'failed', errorCode } : step,
    );
    this.#set({ ...board, steps, errorCode, ...(nextTry !== undefined && { nextTry }) });
  }

  #at(board: Board, state: SyncState): Board {
    return board.state === state ? board : { ...board, state, since: this.now() };
  }

  #set(board: Board): void {
    this.#board = board;
    this.changed(board);
  }
}
