/** The scroll position of each entry of the browser's history, so that Back returns to the same line of a list. */
const storedAs = 'waypost.scroll';
const kept = 50;

export class Scrolling {
  readonly #positions = new Map<string, number>(stored());
  #stop: () => void = () => undefined;

  /** Remembers where the shown entry stands; called as it is scrolled and before it is left. */
  note(entry: string): void {
    this.#positions.delete(entry);
    this.#positions.set(entry, window.scrollY);
  }

  keep(): void {
    try {
      sessionStorage.setItem(storedAs, JSON.stringify([...this.#positions].slice(-kept)));
    } catch {
      // A browser that forbids storage starts at the top after a reload.
    }
  }

  toTop(): void {
    this.#stop();
    window.scrollTo(0, 0);
  }

  /** The page may still be reading its rows: go on as it grows, until it is high enough or the person scrolls. */
  restore(entry: string): void {
    this.#stop();
    const wanted = this.#positions.get(entry) ?? 0;
    const controller = new AbortController();
    const observer = new ResizeObserver(() => {
      window.scrollTo(0, wanted);
      if (Math.abs(window.scrollY - wanted) < 2) this.#stop();
    });
    this.#stop = () => {
      controller.abort();
      observer.disconnect();
    };
    for (const gesture of ['wheel', 'touchstart', 'keydown', 'pointerdown']) {
      window.addEventListener(gesture, this.#stop, { signal: controller.signal, passive: true });
    }
    observer.observe(document.body);
  }
}

function stored(): [string, number][] {
  try {
    const parsed: unknown = JSON.parse(sessionStorage.getItem(storedAs) ?? '[]');
    return Array.isArray(parsed) ? parsed.filter(isPosition) : [];
  } catch {
    return [];
  }
}

const isPosition = (value: unknown): value is [string, number] =>
  Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number';
