/**
 * The bars of a small screen give way while a person reads on, and come back as soon as they turn back, reach an end of the
 * page, or go there by keyboard. Fetched once the page is there; the styles of the frame choose the bars. What else the frame hears
 * and no first page waits for comes with it: where the focus goes in a dialog.
 */
import { on } from 'svelte/events';
import { focusFirst } from '../dialog/first-field';

/** pixels of reading on after which the bars go, and of turning back after which they come */
const ON = 40;
const BACK = 8;
/** pixels from either end of the page where they stay */
const END = 120;

/** Returns the function that ends it. */
export function giveWay(shell: HTMLElement, tell: (reading: boolean) => void): () => void {
  let turned = scrollY;
  let last = scrollY;

  const show = (): void => {
    turned = scrollY;
    tell(false);
  };

  function look(): void {
    const y = scrollY;
    const down = y > last;
    if (down !== last > turned) turned = last;
    last = y;
    const nearEnd = y < END || y + innerHeight > document.documentElement.scrollHeight - END;
    if (nearEnd || turned - y > BACK) show();
    else if (y - turned > ON) tell(true);
  }

  /** Only a focus in the bars themselves: a press on *Save* focuses it too, and must not move it away from under the finger. */
  const focused = ({ target }: FocusEvent): void => {
    if (target instanceof Element && target.closest('header, nav')) show();
  };

  const ends = [
    on(document, 'scroll', look, { passive: true }),
    on(shell, 'focusin', focused),
    on(document, 'focusin', focusFirst),
  ];
  return () => {
    for (const end of ends) end();
  };
}
