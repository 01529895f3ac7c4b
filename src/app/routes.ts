/** The routes of the app. Every page is loaded when it is first gone to. */
import { centralDataRoutes } from './central-data-routes';
import type { RouteMap } from './router/destination';
import type { Route } from './router/route';

const welcome = { load: () => import('../features/join/WelcomePage.svelte'), first: true } as const;

export const homes: RouteMap['homes'] = {
  site: { load: () => import('../features/home/SiteHomePage.svelte'), first: true },
  central: { load: () => import('../features/fleet/FleetHomePage.svelte') },
  fresh: welcome,
};

/** From this width the list of equipment and the page of an asset stand beside each other. */
const equipment = {
  list: () =>
    hasRoomForTwo()
      ? import('../features/equipment/list/EquipmentPage.svelte')
      : import('../features/equipment/list/AssetListPage.svelte'),
  asset: () =>
    hasRoomForTwo()
      ? import('../features/equipment/list/EquipmentPage.svelte')
      : import('../features/equipment/asset/AssetPage.svelte'),
};
const hasRoomForTwo = (): boolean => matchMedia('(min-width: 1200px)').matches;

export const routes: readonly Route[] = [
  { path: '/welcome', for: ['fresh'], ...welcome },
  {
    path: '/join',
    for: ['fresh', 'site', 'central'],
    load: () => import('../features/join/JoinPage.svelte'),
    first: true,
  },
  { path: '/joined', for: ['site'], load: () => import('../features/join/JoinedPage.svelte') },
  {
    path: '/sign-in',
    for: ['fresh', 'central', 'site'],
    load: () => import('../features/sign-in/SignInPage.svelte'),
  },
  { path: '/sync', for: ['site', 'central'], load: () => import('../features/sync/SyncPage.svelte') },
  {
    path: '/help/central-data',
    for: ['site', 'central', 'fresh'],
    load: () => import('../features/help/CentralDataHelpPage.svelte'),
  },
  {
    path: '/more',
    for: ['site', 'central', 'fresh'],
    load: () => import('../features/more/MorePage.svelte'),
  },
  { path: '/assets', for: ['site'], load: equipment.list },
  {
    path: '/assets/new',
    for: ['site'],
    load: () => import('../features/equipment/form/AddAssetPage.svelte'),
    needs: 'edit',
  },
  {
    path: '/assets/tables',
    for: ['site'],
    load: () => import('../features/import-export/assets/AssetTablesPage.svelte'),
  },
  { path: '/assets/:id', for: ['site'], load: equipment.asset },
  {
    path: '/assets/:id/mapping',
    for: ['site'],
    load: () => import('../features/equipment/asset/TemperatureMappingPage.svelte'),
    needs: 'record-status',
  },
  { path: '/labels', for: ['site'], load: () => import('../features/labels/LabelsPage.svelte') },
  {
    path: '/scan/round',
    for: ['site'],
    load: () => import('../features/round/RoundPage.svelte'),
    needs: 'record-status',
  },
  { path: '/scan', for: ['site'], load: () => import('../features/scan/ScanPage.svelte') },
  {
    path: '/assets/:id/edit',
    for: ['site'],
    load: () => import('../features/equipment/form/EditAssetPage.svelte'),
    needs: 'edit',
  },
  {
    path: '/assets/:id/status',
    for: ['site'],
    load: () => import('../features/equipment/asset/UpdateStatusPage.svelte'),
    needs: 'record-status',
  },
  {
    path: '/catalogue',
    for: ['site', 'central'],
    load: () => import('../features/central-data/catalogue/CataloguePage.svelte'),
  },
  {
    path: '/catalogue/new',
    for: ['site', 'central'],
    load: () => import('../features/central-data/catalogue/EditCatalogueItemPage.svelte'),
  },
  {
    path: '/catalogue/:id',
    for: ['site', 'central'],
    load: () => import('../features/central-data/catalogue/CatalogueItemPage.svelte'),
  },
  {
    path: '/catalogue/:id/edit',
    for: ['site', 'central'],
    load: () => import('../features/central-data/catalogue/EditCatalogueItemPage.svelte'),
  },
  ...centralDataRoutes,
  { path: '/sites', for: ['central'], load: () => import('../features/sites/SitesPage.svelte') },
  { path: '/sites/:id', for: ['central'], load: () => import('../features/sites/SitePage.svelte') },
  { path: '/users', for: ['central'], load: () => import('../features/users/UsersPage.svelte') },
  { path: '/users/:id', for: ['central'], load: () => import('../features/users/UserPage.svelte') },
  { path: '/audit', for: ['central'], load: () => import('../features/audit/AuditPage.svelte') },
  { path: '/fleet', for: ['central'], load: () => import('../features/fleet/FleetPage.svelte') },
  { path: '/fleet/:id', for: ['central'], load: () => import('../features/fleet/FleetAssetPage.svelte') },
];
