/** The receivers of a handheld scanner's text: the page that asked last, else the app, which looks the text up. */
import { createContext, onDestroy } from 'svelte';

type TakeScan = (text: string) => void;

export class Scans {
  readonly #takers: TakeScan[] = [];

  constructor(private readonly otherwise: TakeScan) {}

  give(text: string): void {
    (this.#takers.at(-1) ?? this.otherwise)(text);
  }

  /** Returns the function that lets go again. */
  claim(take: TakeScan): () => void {
    this.#takers.push(take);
    return () => void this.#takers.splice(this.#takers.lastIndexOf(take), 1);
  }
}

export const [useScans, provideScans] = createContext<Scans>();

/** For a page, while it is set up: scanned texts come here until the page leaves. */
export const takeScans = (take: TakeScan): void => onDestroy(useScans().claim(take));
