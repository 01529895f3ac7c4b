/** The routes of the app. Every page is loaded when it is first gone to. */
import type { Component } from 'svelte';
import type { Route } from './app/route';

type PageModule = { default: Component };

// Named by folder and file, so that a page is found by its path alone.
const pages = import.meta.glob<PageModule>('./features/*/*Page.svelte');

function page(name: string): () => Promise<PageModule> {
  return () => {
    const load = pages[`./features/${name}.svelte`];
    return load ? load() : Promise.reject(new Error(`There is no page ${name}`));
  };
}

export const homes = {
  site: page('home/SiteHomePage'),
  central: page('fleet/FleetHomePage'),
  fresh: page('join/WelcomePage'),
};

export const routes: readonly Route[] = [
  { path: '/welcome', for: ['fresh'], load: page('join/WelcomePage') },
  { path: '/join', for: ['fresh', 'site', 'central'], load: page('join/JoinPage') },
  { path: '/joined', for: ['site'], load: page('join/JoinedPage') },
  { path: '/sign-in', for: ['fresh', 'central', 'site'], load: page('sign-in/SignInPage') },
  { path: '/sync', for: ['site', 'central'], load: page('sync/SyncPage') },
  { path: '/help/central-data', for: ['site', 'central', 'fresh'], load: page('help/CentralDataHelpPage') },
  { path: '/more', for: ['site', 'central', 'fresh'], load: page('more/MorePage') },
  { path: '/assets', for: ['site'], load: page('equipment/AssetListPage') },
  { path: '/assets/new', for: ['site'], load: page('equipment/AddAssetPage') },
  { path: '/assets/:id', for: ['site'], load: page('equipment/AssetPage') },
  { path: '/assets/:id/edit', for: ['site'], load: page('equipment/EditAssetPage') },
  { path: '/assets/:id/status', for: ['site'], load: page('equipment/UpdateStatusPage') },
  { path: '/catalogue', for: ['site', 'central'], load: page('catalogue/CataloguePage') },
  { path: '/catalogue/new', for: ['site', 'central'], load: page('catalogue/EditCatalogueItemPage') },
  { path: '/catalogue/:id', for: ['site', 'central'], load: page('catalogue/CatalogueItemPage') },
  { path: '/catalogue/:id/edit', for: ['site', 'central'], load: page('catalogue/EditCatalogueItemPage') },
  { path: '/sites', for: ['central'], load: page('sites/SitesPage') },
  { path: '/sites/:id', for: ['central'], load: page('sites/SitePage') },
  { path: '/fleet', for: ['central'], load: page('fleet/FleetPage') },
  { path: '/fleet/:id', for: ['central'], load: page('fleet/FleetAssetPage') },
];
