/** The held data of the shown page, for the parts of it that ask central themselves. */
import { createContext } from 'svelte';
import type { Holding } from './holding.svelte';

export const [useHolding, provideHolding] = createContext<Holding>();
