/** The receivers of a handheld scanner's text: the page that asked last, else the app, which looks the text up. */
import { createContext, onDestroy } from 'svelte';

type TakeScan = (text: string) => void;

export class Scans {
  readonly #takers: TakeScan[] = [];
  /** texts that wait, while a page does not know yet which part of it takes them */
  #held: string[] | undefined;

  constructor(private readonly otherwise: TakeScan) {}

  give(text: string): void {
    if (this.#held && this.#takers.length === 0) this.#held.push(text);
    else (this.#takers.at(-1) ?? this.otherwise)(text);
  }

  /** Returns the function that lets go again. */
  claim(take: TakeScan): () => void {
    this.#takers.push(take);
    return () => void this.#takers.splice(this.#takers.lastIndexOf(take), 1);
  }

  /** Returns the function that hands over what has waited. */
  hold(): () => void {
    const held: string[] = (this.#held = [...(this.#held ?? [])]);
    return () => {
      if (this.#held !== held) return;
      this.#held = undefined;
      for (const text of held) this.give(text);
    };
  }
}

export const [useScans, provideScans] = createContext<Scans>();

/** For a page that still reads what it is about: scanned texts wait until the returned function is called, or the page leaves. */
export const holdScans = (): (() => void) => {
  const release = useScans().hold();
  onDestroy(release);
  return release;
};

/** For a page, while it is set up: scanned texts come here until the page leaves. */
export const takeScans = (take: TakeScan): void => onDestroy(useScans().claim(take));
