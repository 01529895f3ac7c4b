/** Short words about an event of this moment. They leave by themselves; errors stay until they are dismissed. */
import { createContext } from 'svelte';

interface ToastWords {
  text: string;
  tone?: 'plain' | 'error';
  action?: { label: string; onclick: () => void };
  /** stays until it is dismissed; errors always do */
  stays?: boolean;
}

interface ShownToast extends ToastWords {
  id: string;
}

/** Long enough to be read twice, and longer when there is something to press. */
const readingTime = ({ text, action }: ToastWords): number => 4000 + text.length * 60 + (action ? 4000 : 0);

export class Toasts {
  shown: ShownToast[] = $state.raw([]);
  #count = 0;

  /** Shows it; returns the function that takes it away again. */
  say(words: ToastWords): () => void {
    const id = String(++this.#count);
    const dismiss = () => this.dismiss(id);
    this.shown = [...this.shown.filter(({ text }) => text !== words.text), { ...words, id }];
    if (!words.stays && words.tone !== 'error') setTimeout(dismiss, readingTime(words));
    return dismiss;
  }

  dismiss(id: string): void {
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }
}

export const [useToasts, provideToasts] = createContext<Toasts>();
