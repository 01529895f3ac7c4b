/** Begins to fetch the page of an address while the words are still on their way: over a slow link that saves a round trip. */
import type { Mode } from '../parts/mode';
import { destinationOf, type RouteMap } from './destination';

/** That it cannot be fetched is found, and told, by the router, which asks for the same page. */
export function fetchAhead(map: RouteMap, path: string, mode: Mode['kind']): void {
  const destination = destinationOf(map, path, mode);
  if (destination.kind === 'redirect') fetchAhead(map, destination.to, mode);
  if (destination.kind === 'page') destination.page.load().catch(() => undefined);
}
