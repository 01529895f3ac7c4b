// Keeps a native <dialog> in step with `open`. The browser gives the focus back when it closes.
export function follow(dialog: HTMLDialogElement, open: boolean): void {
  if (open && !dialog.open) dialog.showModal();
  if (!open && dialog.open) dialog.close();
}

/** True if a press fell beside the dialog's box: its backdrop has the dialog itself as target. */
export function isBackdrop(event: MouseEvent, dialog: HTMLDialogElement): boolean {
  return event.target === dialog;
}
