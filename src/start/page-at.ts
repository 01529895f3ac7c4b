/** The page of an address, so that it can be fetched while the words and the database are still on their way. */
import type { Mode } from '../page/mode';
import { destinationOf, type Page, type RouteMap } from '../app/router/destination';

/** Undefined where an address leads to no page. */
export function pageAt(map: RouteMap, path: string, mode: Mode['kind']): Page | undefined {
  const destination = destinationOf(map, path, mode);
  if (destination.kind === 'redirect') return pageAt(map, destination.to, mode);
  return destination.kind === 'page' ? destination.page : undefined;
}
