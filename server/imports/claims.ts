/**
 * Of several processes on one folder one works on an import: it claims the import, says as long as it has it that it is alive, and gives
 * it back. A process that is silent has lost its claim.
 */
import type { Others } from '../database/port/others';
import type { ImportRecord } from './import-record';
import type { ImportStore } from './import-store';

/** The interval of the signs of life, milliseconds; after twice as long without one an import is free. */
export const BEAT_MS = 15_000;

interface ClaimParts {
  kept: ImportStore;
  /** undefined: this process is alone */
  others: Pick<Others, 'alone'> | undefined;
  now: () => number;
  onError: (error: unknown) => void;
}

export class Claims {
  readonly #held = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: ClaimParts) {}

  /** The record as it stands on the disk; the import is this process's until `release`. Undefined: somebody has it, or there is none. */
  async take(id: string): Promise<ImportRecord | undefined> {
    const { others, kept } = this.parts;
    if (this.#held.has(id)) return undefined;
    this.#held.add(id);
    let record: ImportRecord | undefined;
    try {
      record = others ? await others.alone('imports', () => this.#claimed(id)) : await kept.get(id);
      if (record) await kept.forgetStop(id);
    } finally {
      if (!record) this.#held.delete(id);
    }
    if (record && others) this.#timer ??= setInterval(() => this.#beat(), BEAT_MS).unref();
    return record;
  }

  /** Another process may take it at once. */
  async release(id: string): Promise<void> {
    this.#held.delete(id);
    if (this.#held.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    // a sign that is being written would come after the end
    await this.#beating;
    if (this.parts.others) await this.parts.kept.endBeat(id);
  }

  /** Another process works on it. */
  async isElsewhere(id: string): Promise<boolean> {
    return this.parts.others !== undefined && !this.#held.has(id) && (await this.#isAlive(id));
  }

  async #claimed(id: string): Promise<ImportRecord | undefined> {
    const { kept } = this.parts;
    if (await this.#isAlive(id)) return undefined;
    const record = await kept.get(id);
    if (record) await kept.beat(id);
    return record;
  }

  async #isAlive(id: string): Promise<boolean> {
    return (await this.parts.kept.beatOf(id)) > this.parts.now() - 2 * BEAT_MS;
  }

  #beat(): void {
    const { kept, onError } = this.parts;
    const beats = [...this.#held].map((id) => kept.beat(id));
    this.#beating = Promise.all([this.#beating, ...beats]).catch(onError);
  }
}
