/** After going to a page its heading gets the focus, so that a screen reader says where one is. */
export function focusPage(): void {
  const content = document.getElementById('content');
  const active = document.activeElement;
  const chosenByPage = active !== content && active?.closest('#content, dialog[open]');
  if (!content || chosenByPage) return;
  const heading = content.querySelector('h1');
  heading?.setAttribute('tabindex', '-1');
  (heading ?? content).focus({ preventScroll: true });
}
