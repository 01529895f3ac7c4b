/** The person's place in the app, and the way for a page to send them elsewhere. Plain <a href> links work by themselves. */
import { createContext } from 'svelte';

export interface GoOptions {
  /** takes the place of the present entry in the browser's history */
  replace?: boolean;
}

export interface Navigation {
  /** '/assets/018f…' */
  readonly path: string;
  /** the path of the page that was asked for last: it may still be on its way */
  readonly bound: string;
  /** the values behind the colons of the route: { id } */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly hash: string;
  /** Goes to a path of the app, with its query if it has one. */
  go: (to: string, options?: GoOptions) => void;
  /** Sets or (with undefined or '') clears keys of the query in place: no new history entry, no scrolling, focus stays. */
  setQuery: (values: Readonly<Record<string, string | undefined>>) => void;
}

export const [useNavigation, provideNavigation] = createContext<Navigation>();
