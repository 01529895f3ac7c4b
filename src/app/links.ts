/** Which presses on a link the app answers itself; all others are the browser's: new tabs, downloads, other sites. */
export function targetOf(event: MouseEvent): URL | undefined {
  if (event.defaultPrevented || event.button !== 0) return undefined;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link?.hasAttribute('href') || link.hasAttribute('target') || link.hasAttribute('download')) return undefined;
  const url = new URL(link.href);
  const served = url.pathname.startsWith('/api/');
  const within = url.pathname === location.pathname && url.hash !== '' && url.search === location.search;
  return url.origin === location.origin && !served && !within ? url : undefined;
}
