/** The places of the app in each mode, as the bottom navigation and the side rail show them. */
import Building from '@lucide/svelte/icons/building';
import Boxes from '@lucide/svelte/icons/boxes';
import BookOpen from '@lucide/svelte/icons/book-open';
import Ellipsis from '@lucide/svelte/icons/ellipsis';
import Database from '@lucide/svelte/icons/database';
import House from '@lucide/svelte/icons/house';
import RefreshCw from '@lucide/svelte/icons/refresh-cw';
import ScanLine from '@lucide/svelte/icons/scan-line';
import Users from '@lucide/svelte/icons/users';
import type { Right } from '#shared/domain/rights';
import type { Component } from 'svelte';
import type { Mode } from '../../page/mode';
import type { WordKey } from '../../words/keys';

export interface NamedNavItem {
  id: string;
  href: string;
  words: WordKey;
  /** spoken after them, where they say little by themselves */
  about?: WordKey;
  icon: Component;
  /** the main action among the places */
  main?: boolean;
  /** on a desktop only: a phone reaches it through the header */
  railOnly?: boolean;
  /** shown only to people who have it */
  right?: Right;
  /** other paths that count as being there */
  also?: readonly string[];
}

const home: NamedNavItem = { id: 'home', href: '/', words: 'common.navHome', icon: House };
const more: NamedNavItem = {
  id: 'more',
  href: '/more',
  words: 'common.navMore',
  about: 'common.navMoreAbout',
  icon: Ellipsis,
};
const sync: NamedNavItem = {
  id: 'sync',
  href: '/sync',
  words: 'common.navSync',
  icon: RefreshCw,
  railOnly: true,
};

export const navItems: Record<Mode['kind'], readonly NamedNavItem[]> = {
  nobody: [],
  device: [
    home,
    { id: 'assets', href: '/assets', words: 'common.navEquipment', icon: Boxes },
    { id: 'scan', href: '/scan', words: 'common.navScan', icon: ScanLine, main: true },
    {
      id: 'catalogue',
      href: '/catalogue',
      words: 'common.navCatalogue',
      icon: BookOpen,
      also: ['/central-data'],
    },
    sync,
    more,
  ],
  staff: [
    { ...home, words: 'common.navOverview' },
    {
      id: 'fleet',
      href: '/fleet',
      words: 'common.navFleet',
      icon: Boxes,
      also: ['/assets', '/imports'],
    },
    { id: 'sites', href: '/sites', words: 'common.navSites', icon: Building, also: ['/regions'] },
    {
      id: 'central-data',
      href: '/central-data',
      words: 'common.navCentralData',
      icon: Database,
      also: ['/catalogue'],
    },
    {
      id: 'users',
      href: '/users',
      words: 'common.navUsers',
      icon: Users,
      railOnly: true,
      right: 'manage-users',
      also: ['/audit'],
    },
    sync,
    more,
  ],
};

/** True if a path is a place or lies under it. */
export const isWithin = (path: string, { href, also = [] }: Pick<NamedNavItem, 'href' | 'also'>): boolean =>
  [href, ...also].some((one) => (one === '/' ? path === '/' : path === one || path.startsWith(`${one}/`)));
