/** The mode of this browser: a device of a site, support staff on the central server, or nobody yet. */
import { createContext } from 'svelte';
import type { SiteIdentity, StaffIdentity, StoreName } from '../replica/records';

export type Mode =
  | { readonly kind: 'nobody'; readonly stores: readonly StoreName[] }
  | { readonly kind: 'device'; readonly identity: SiteIdentity; readonly stores: readonly StoreName[] }
  | { readonly kind: 'staff'; readonly identity: StaffIdentity; readonly stores: readonly StoreName[] };

/** A box around the mode, so that every reader follows it. */
export interface ModeBox {
  readonly current: Mode;
  /** Reads it again at once, after joining, signing in or signing out. */
  refresh: () => Promise<void>;
}

export const [useMode, provideMode] = createContext<ModeBox>();
