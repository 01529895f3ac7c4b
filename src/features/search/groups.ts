/** The results of one search, as groups of links; a group of which nothing was found is left out. Pure. */
import type { SearchFound } from '#shared/api/search';

type GroupName = 'assets' | 'sites' | 'stores' | 'catalogueItems' | 'users';

interface Hit {
  id: string;
  title: string;
  sub: (string | undefined)[];
  href: string;
}

export interface Group {
  name: GroupName;
  hits: Hit[];
}

const to = (place: string, id: string): string => `${place}/${encodeURIComponent(id)}`;

export function groupsOf(found: SearchFound): Group[] {
  const groups: Group[] = [
    {
      name: 'assets',
      hits: found.assets.map(
        ({ id, assetNumber, serialNumber, manufacturer, model, siteName, storeName }) => ({
          id,
          title: assetNumber,
          sub: [[manufacturer, model].filter(Boolean).join(' '), serialNumber, siteName, storeName],
          href: to('/fleet', id),
        }),
      ),
    },
    {
      name: 'sites',
      hits: found.sites.map(({ id, code, name }) => ({
        id,
        title: name,
        sub: [code],
        href: to('/sites', id),
      })),
    },
    {
      name: 'stores',
      hits: found.stores.map(({ id, code, name, siteId }) => ({
        id,
        title: name,
        sub: [code],
        href: to('/sites', siteId),
      })),
    },
    {
      name: 'catalogueItems',
      hits: found.catalogueItems.map(({ id, code, manufacturer, model }) => ({
        id,
        title: `${manufacturer} ${model}`.trim(),
        sub: [code],
        href: to('/catalogue', id),
      })),
    },
    {
      name: 'users',
      hits: found.users.map(({ id, username, displayName }) => ({
        id,
        title: displayName,
        sub: [username],
        href: to('/users', id),
      })),
    },
  ];
  return groups.filter(({ hits }) => hits.length > 0);
}
