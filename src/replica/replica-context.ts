/** Hands the replica to the components of a page. */
import { createContext } from 'svelte';
import type { Replica } from './replica';

export const [useReplica, provideReplica] = createContext<Replica>();
