/** The destination of a path in each mode: a page, the explanation that it belongs to the central server, or another address. */
import type { Mode } from '../../page/mode';
import { matchRoute, type Route } from './route';

type Destination =
  | { kind: 'page'; params: Record<string, string>; page: Page }
  | { kind: 'redirect'; to: string }
  | { kind: 'central-only' }
  | { kind: 'nowhere' };

export type Page = Pick<Route, 'load' | 'first' | 'needs'>;

export interface RouteMap {
  homes: Record<Mode['kind'], Page>;
  routes: readonly Route[];
}

export function destinationOf({ homes, routes }: RouteMap, path: string, mode: Mode['kind']): Destination {
  if (path === '/') return { kind: 'page', params: {}, page: homes[mode] };
  const own = routes.filter((route) => route.for.includes(mode));
  const match = matchRoute(own, path) ?? matchRoute(routes, path);
  if (!match) return { kind: 'nowhere' };
  const { route, params } = match;
  if (route.for.includes(mode)) return { kind: 'page', params, page: route };
  if (mode === 'nobody') return { kind: 'redirect', to: '/welcome' };
  if (mode === 'device')
    return route.for.includes('staff') ? { kind: 'central-only' } : { kind: 'redirect', to: '/' };
  return { kind: 'redirect', to: '/' };
}
