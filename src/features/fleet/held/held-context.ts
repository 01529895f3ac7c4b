/** What is held of the page that is shown, for what on it asks central itself. */
import { createContext } from 'svelte';
import type { Holding } from './holding.svelte';

export const [useHolding, provideHolding] = createContext<Holding>();
