let awaited: MutationObserver | undefined;

/**
 * After going to a page its heading gets the focus, so that a screen reader says where one is. A page that is still reading
 * gets it later.
 */
export function focusPage(): void {
  awaited?.disconnect();
  const content = document.getElementById('content');
  const active = document.activeElement;
  const chosenByPage = active !== content && active?.closest('#content, dialog[open]');
  if (!content || chosenByPage) return;
  const heading = content.querySelector('h1');
  if (heading) return focus(heading);
  content.focus({ preventScroll: true });
  awaited = new MutationObserver(() => focusLate(content));
  awaited.observe(content, { childList: true, subtree: true });
}

/** Unless the person has gone on to something else meanwhile. */
function focusLate(content: HTMLElement): void {
  const heading = content.querySelector('h1');
  if (!heading) return;
  awaited?.disconnect();
  if (document.activeElement === content || document.activeElement === document.body) focus(heading);
}

function focus(heading: HTMLElement): void {
  heading.setAttribute('tabindex', '-1');
  heading.focus({ preventScroll: true });
}
