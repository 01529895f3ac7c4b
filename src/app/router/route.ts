/** Paths and the pages they lead to. */
import type { Component } from 'svelte';
import type { PersonRight } from '#shared/domain/person-rights';
import type { Mode } from '../../page/mode';

export interface PageModule {
  default: Component;
  /** the page shows several addresses side by side: going between them leaves it, its focus and its scrolling as they are */
  stays?: boolean;
}

export interface Route {
  /** segments; one that starts with a colon takes anything and gives it a name */
  path: string;
  /** in which modes it is a page; elsewhere the frame says why not, or leads on */
  for: readonly Mode['kind'][];
  load: () => Promise<PageModule>;
  /** A page that a visit begins with: it uses only words of the first file. */
  first?: true;
  /** At a site: the right that the person who signs needs there. */
  needs?: PersonRight;
}

interface Match {
  route: Route;
  params: Record<string, string>;
}

/** The first route that fits. Fixed segments come before named ones in the table, so order decides. */
export function matchRoute(routes: readonly Route[], path: string): Match | undefined {
  const asked = segments(path);
  for (const route of routes) {
    const params = fit(segments(route.path), asked);
    if (params) return { route, params };
  }
  return undefined;
}

const segments = (path: string): string[] => path.split('/').filter((part) => part !== '');

function fit(wanted: string[], asked: string[]): Record<string, string> | undefined {
  if (wanted.length !== asked.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, want] of wanted.entries()) {
    const part = decoded(asked[index] ?? '');
    if (part === undefined) return undefined;
    if (want.startsWith(':')) params[want.slice(1)] = part;
    else if (want !== part) return undefined;
  }
  return params;
}

/** An address that is typed by hand may hold a broken escape: it leads nowhere. */
function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
