/** Moves a lost focus: its element is gone from the page, and people who work by keyboard or listen go on from here, not from the top. */
import { tick } from 'svelte';

/** Does nothing where a person has the focus somewhere. A place that takes no focus by itself is given it once. */
export async function focusIfLost(find: () => Element | null | undefined): Promise<void> {
  await tick();
  if (document.activeElement !== null && document.activeElement !== document.body) return;
  const next = find();
  if (!(next instanceof HTMLElement)) return;
  if (next.tabIndex < 0) next.setAttribute('tabindex', '-1');
  next.focus({ preventScroll: true });
}
