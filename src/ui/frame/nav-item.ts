// One place of the app: in the bottom navigation of a phone, or in the side rail of a desktop.
import type { Component } from 'svelte';

export interface NavItem {
  id: string;
  href: string;
  label: string;
  /** spoken after a label that says little by itself */
  about?: string | undefined;
  icon: Component;
  current: boolean;
  /** The main action among the places (scanning): it is drawn filled. */
  main?: boolean;
}
