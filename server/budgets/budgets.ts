/**
 * The work that central does for one device before it answers: later. Each budget is many times the work of the busiest site
 * (docs/operating.md has them in a table). So only a device that is broken or hostile ever meets one. Each refusal states how long to wait.
 */
import { Allowances, type Allowance } from './allowance';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

export interface BudgetNumbers {
  /** sockets that one device has open at once: of one document, and in all */
  socketsPerDocument: number;
  sockets: number;
  /** changes, and bytes of messages, that a device sends */
  changes: Allowance;
  bytes: Allowance;
  /** changes of a device that are refused */
  refused: Allowance;
  /** new client ids of a device */
  clientIds: Allowance;
  /** uploads of one sender that are under way at once, and the bytes that they are to have in all */
  uploads: number;
  uploadBytes: number;
}

export const budgetNumbers: BudgetNumbers = {
  socketsPerDocument: 400,
  sockets: 2000,
  changes: { most: 4_000_000, restMs: DAY },
  bytes: { most: 4 * 1024 ** 3, restMs: DAY },
  refused: { most: 50_000, restMs: HOUR },
  clientIds: { most: 200, restMs: DAY },
  uploads: 50,
  uploadBytes: 2 * 1024 ** 3,
};

export class SyncBudgets {
  readonly #changes: Allowances;
  readonly #bytes: Allowances;
  readonly #refused: Allowances;

  constructor(
    private readonly numbers: BudgetNumbers,
    now: () => number,
  ) {
    this.#changes = new Allowances(numbers.changes, now);
    this.#bytes = new Allowances(numbers.bytes, now);
    this.#refused = new Allowances(numbers.refused, now);
  }

  /** Milliseconds until the device may go on; 0: at once. */
  sent(deviceId: string, changes: number, bytes: number): number {
    return Math.max(this.#changes.use(deviceId, changes), this.#bytes.use(deviceId, bytes));
  }

  refused(deviceId: string, changes: number): number {
    return changes === 0 ? 0 : this.#refused.use(deviceId, changes);
  }

  wait(deviceId: string): number {
    return Math.max(...[this.#changes, this.#bytes, this.#refused].map((one) => one.wait(deviceId)));
  }

  /** The text with which a new socket of `document` is sent away; undefined: it is let in. `open`: the sockets that the device has. */
  refusalOf(deviceId: string, open: readonly { document: string }[], document: string): string | undefined {
    const wait = this.wait(deviceId);
    if (wait > 0) return overBudget(wait);
    return this.hasRoom(open, document) ? undefined : 'over-budget: this device has too many sockets open';
  }

  /** True if a device that has these sockets open may have one more, of `document`. */
  hasRoom(open: readonly { document: string }[], document: string): boolean {
    const { sockets, socketsPerDocument } = this.numbers;
    return (
      open.length < sockets && open.filter((one) => one.document === document).length < socketsPerDocument
    );
  }
}

/** The reason for closing a socket with 1013, for people who read it: at most 123 bytes. */
export const overBudget = (ms: number): string => `over-budget: again in ${Math.ceil(ms / 1000)} s`;
