/** Waits until a person has stopped typing before something is asked of central. */
import { onDestroy } from 'svelte';

const PAUSE_MS = 250;

/** To be called while a component is set up; the last typed text is passed on once, unless the component has left. */
export function typedLater(pass: (text: string) => void): (text: string) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  onDestroy(() => clearTimeout(timer));
  return (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => pass(text), PAUSE_MS);
  };
}
