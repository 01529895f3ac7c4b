/**
 * A field to type in that stands first in a dialog has the focus, so that nothing typed is lost; else the dialog has it, and is read from
 * its title on. On a touch screen the keyboard would cover what the dialog says, so there one taps. Hears `focusin`.
 */
export function focusFirst({ target: dialog }: Event): void {
  if (!(dialog instanceof HTMLDialogElement) || opened.has(dialog)) return;
  // a press on its words focuses it again, and moves the focus nowhere
  opened.add(dialog);
  dialog.addEventListener('close', () => opened.delete(dialog), { once: true });
  if (!matchMedia('(pointer: fine)').matches || takesFocus(dialog)) return;
  // a form comes a moment later, with what was typed before
  const observer = new MutationObserver(() => {
    if (takesFocus(dialog)) observer.disconnect();
  });
  observer.observe(dialog, { childList: true, subtree: true });
}

const opened = new WeakSet<HTMLDialogElement>();
const typed = new Set(['text', 'search', 'email', 'tel', 'url', 'number', 'password']);

/** True once the focus is where it is to stay. */
function takesFocus(dialog: HTMLDialogElement): boolean {
  if (document.activeElement !== dialog) return true;
  const first = dialog.querySelector<HTMLElement>('.body :is(input, select, textarea):not(:disabled)');
  if (!first) return false;
  const isTyped =
    first instanceof HTMLTextAreaElement || (first instanceof HTMLInputElement && typed.has(first.type));
  if (isTyped) first.focus({ preventScroll: true });
  return true;
}
