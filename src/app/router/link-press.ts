/** Presses on a link that the app handles itself; all others are the browser's: new tabs, downloads, other sites. */
export function targetOf(event: MouseEvent): URL | undefined {
  if (!isPlainPress(event)) return undefined;
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!(link instanceof HTMLAnchorElement) || link.hasAttribute('target') || link.hasAttribute('download')) {
    return undefined;
  }
  const url = new URL(link.href);
  return isPage(url) && !isOnThisPage(url) ? url : undefined;
}

const isPlainPress = (event: MouseEvent): boolean =>
  !event.defaultPrevented &&
  event.button === 0 &&
  !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

/** An address under /api/ is served by the central server, and is no page. */
const isPage = (url: URL): boolean => url.origin === location.origin && !url.pathname.startsWith('/api/');

const isOnThisPage = (url: URL): boolean =>
  url.hash !== '' && url.pathname === location.pathname && url.search === location.search;
