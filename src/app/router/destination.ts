/** Where a path leads in each mode: to a page, to the explanation that it belongs to the central server, or elsewhere. */
import type { Mode } from '../../page/mode';
import { matchRoute, type Route } from './route';

export type Destination =
  | { kind: 'page'; params: Record<string, string>; page: Page }
  | { kind: 'redirect'; to: string }
  | { kind: 'central-only' }
  | { kind: 'nowhere' };

export type Page = Pick<Route, 'load' | 'first' | 'needs'>;

export interface RouteMap {
  homes: Record<Mode['kind'], Page>;
  routes: readonly Route[];
}

/** What a person of support staff sees in the place of a page of a site. */
const atCentral: Record<string, (params: Record<string, string>) => string> = {
  '/assets': () => '/fleet',
  '/assets/new': () => '/fleet',
  '/assets/:id': ({ id = '' }) => `/fleet/${encodeURIComponent(id)}`,
  '/assets/:id/edit': ({ id = '' }) => `/fleet/${encodeURIComponent(id)}`,
  '/assets/:id/status': ({ id = '' }) => `/fleet/${encodeURIComponent(id)}`,
};

export function destinationOf({ homes, routes }: RouteMap, path: string, mode: Mode['kind']): Destination {
  if (path === '/') return { kind: 'page', params: {}, page: homes[mode] };
  const match = matchRoute(routes, path);
  if (!match) return { kind: 'nowhere' };
  const { route, params } = match;
  if (route.for.includes(mode)) return { kind: 'page', params, page: route };
  if (mode === 'nobody') return { kind: 'redirect', to: '/welcome' };
  if (mode === 'device')
    return route.for.includes('staff') ? { kind: 'central-only' } : { kind: 'redirect', to: '/' };
  return { kind: 'redirect', to: atCentral[route.path]?.(params) ?? '/' };
}
