/**
 * How many rows the page makes, at most, for a list of any length. A row that leaves the screen at one end comes back at the other,
 * filled with another asset, which costs a fraction of a new one.
 */
import { innerHeight } from 'svelte/reactivity/window';

/** px; no row is lower */
const LOWEST = 48;
/** px, that are kept ready beyond the screen at both ends, with as much again for a jump */
const BEYOND = 800;

/** Reactive: a larger window makes more. */
export const rowPool = (): number => Math.ceil(((innerHeight.current ?? 1000) + BEYOND) / LOWEST);
