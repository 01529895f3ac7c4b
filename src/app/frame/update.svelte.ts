/**
 * A new version of the app is fetched beside the running one and waits. It takes over when the person says so, or when nobody
 * looks and nothing is unsaved; never in mid-edit.
 */
import type { Workbox } from 'workbox-window';
import type { Editing } from '../../page/editing';

const hour = 3_600_000;

export class Update {
  ready = $state(false);
  readonly #editing: Editing;
  #worker: Workbox | undefined;
  #tookOver = false;

  constructor(editing: Editing) {
    this.#editing = editing;
  }

  async start(): Promise<void> {
    // A library that cannot be fetched now is fetched when the app is started next.
    const library = await import('workbox-window').catch(() => undefined);
    if (!library) return;
    const worker = new library.Workbox('/sw.js');
    this.#worker = worker;
    worker.addEventListener('waiting', () => {
      this.ready = true;
      this.#atQuietMoment();
    });
    let isFirst = navigator.serviceWorker.controller === null;
    worker.addEventListener('controlling', () => {
      // The first worker of this browser only makes the app work offline: it keeps the version that runs.
      if (isFirst) {
        isFirst = false;
        return;
      }
      this.#tookOver = true;
      this.ready = true;
      if (!this.#editing.busy) location.reload();
    });
    document.addEventListener('visibilitychange', () => this.#atQuietMoment());
    setInterval(() => void this.#look(), hour);
    // Some browsers, and some private windows, allow none: the app then works as long as it stays open.
    await worker.register().catch(() => undefined);
  }

  /** Takes the update now, as the person asked. */
  take = (): void => {
    if (this.#tookOver) location.reload();
    else this.#worker?.messageSkipWaiting();
  };

  /** A device of a site scans labels without a network: the reader, which is large, is fetched now rather than at the next request. */
  async keepAll(): Promise<void> {
    const { active } = await navigator.serviceWorker.ready;
    active?.postMessage('keep-all');
  }

  #atQuietMoment(): void {
    if (document.visibilityState === 'visible') void this.#look();
    else if (this.ready && !this.#editing.busy && !document.querySelector('dialog[open]')) this.take();
  }

  /** Without a network there is nothing to find. */
  async #look(): Promise<void> {
    try {
      await this.#worker?.update();
    } catch {
      return;
    }
  }
}
