/** One thing that central knows, asked for over the network. */
import type { Issue, Result } from '#shared/result';

export class Asked<T> {
  value: T | undefined = $state.raw();
  issue: Issue | undefined = $state.raw();
  loading = $state(true);
  readonly #fetch: (signal: AbortSignal) => Promise<Result<T>>;
  readonly #stop = new AbortController();

  /** Asks at once. */
  constructor(fetchIt: (signal: AbortSignal) => Promise<Result<T>>) {
    this.#fetch = fetchIt;
    void this.#ask();
  }

  /** Asks again; the known answer stays until the new one comes. */
  again(): Promise<void> {
    this.loading = true;
    return this.#ask();
  }

  /** Nobody looks at it any more. */
  close(): void {
    this.#stop.abort();
  }

  async #ask(): Promise<void> {
    const answer = await this.#fetch(this.#stop.signal);
    if (this.#stop.signal.aborted) return;
    this.loading = false;
    this.issue = answer.ok ? undefined : answer.issues[0];
    if (answer.ok) this.value = answer.value;
  }
}
