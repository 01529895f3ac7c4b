/** A list that central holds, fetched page by page as it is asked for. */
import { untrack } from 'svelte';
import type { Issue, Result } from '#shared/result';

export interface PageAnswer<T> {
  items: T[];
  nextCursor?: string | null | undefined;
  total?: number | undefined;
}

/** Fetches the page that begins at `cursor`; the signal says that nobody waits for it any more. */
type FetchPage<T> = (cursor: string | undefined, signal: AbortSignal) => Promise<Result<PageAnswer<T>>>;

export class Pages<T> {
  items: readonly T[] = $state.raw([]);
  total: number | undefined = $state();
  issue: Issue | undefined = $state.raw();
  /** nothing has arrived yet: the shown rows, if any, belong to the query before */
  first = $state(true);
  loading = $state(true);
  readonly #fetch: FetchPage<T>;
  /** it is being looked through for something to show */
  seeking = $state(false);
  readonly #stop = new AbortController();
  #asking: Promise<void>;
  #cursor: string | undefined;
  #ended = $state(false);

  /** Asks for the first page at once. Until it is there, the results of the former query (`former`) stay on the screen. */
  constructor(fetchPage: FetchPage<T>, former?: Pages<T>) {
    this.#fetch = fetchPage;
    this.items = untrack(() => former?.items ?? []);
    this.total = untrack(() => former?.total);
    this.#asking = this.#ask();
  }

  get hasMore(): boolean {
    // a list without a total has more as long as it has a cursor
    const isShort = this.total === undefined ? !this.first : this.items.length < this.total;
    return this.issue === undefined && isShort && !this.#ended;
  }

  /** Asks for the next page, or again for the one that failed. */
  more(): void {
    if (this.loading) return;
    this.loading = true;
    this.#asking = this.#ask();
  }

  /** Of a list whose pages are mostly empty: asks on until there is more to show, or that many answers have come. */
  async seek(answers: number): Promise<void> {
    if (this.seeking) return;
    this.seeking = true;
    const had = this.first ? 0 : this.items.length;
    if (this.first) await this.#asking;
    for (
      let left = this.first ? 0 : answers;
      left > 0 && this.hasMore && this.items.length === had;
      left -= 1
    ) {
      this.more();
      await this.#asking;
    }
    this.seeking = false;
  }

  /** Nobody looks at it any more. */
  close(): void {
    this.#stop.abort();
  }

  async #ask(): Promise<void> {
    const answer = await this.#fetch(this.#cursor, this.#stop.signal);
    if (this.#stop.signal.aborted) return;
    this.loading = false;
    this.issue = answer.ok ? undefined : answer.issues[0];
    if (!answer.ok) return;
    this.items = this.first ? answer.value.items : [...this.items, ...answer.value.items];
    this.first = false;
    this.#cursor = answer.value.nextCursor ?? undefined;
    this.total = answer.value.total ?? (this.#cursor === undefined ? this.items.length : undefined);
    this.#ended = this.#cursor === undefined;
  }
}
