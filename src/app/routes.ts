/** The routes of the app. Every page is loaded on its first visit. */
import { atCentralRoutes } from './at-central-routes';
import { centralDataRoutes } from './central-data-routes';
import type { RouteMap } from './router/destination';
import type { Route } from './router/route';

const welcome = { load: () => import('../features/join/WelcomePage.svelte'), first: true } as const;

export const homes: RouteMap['homes'] = {
  device: { load: () => import('../features/home/SiteHomePage.svelte'), first: true },
  staff: { load: () => import('../features/fleet/FleetHomePage.svelte') },
  nobody: welcome,
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
  { path: '/welcome', for: ['nobody'], ...welcome },
  {
    path: '/join',
    for: ['nobody', 'device', 'staff'],
    load: () => import('../features/join/JoinPage.svelte'),
    first: true,
  },
  { path: '/joined', for: ['device'], load: () => import('../features/join/JoinedPage.svelte') },
  {
    path: '/sign-in',
    for: ['nobody', 'staff', 'device'],
    load: () => import('../features/sign-in/SignInPage.svelte'),
  },
  { path: '/sync', for: ['device', 'staff'], load: () => import('../features/sync/SyncPage.svelte') },
  {
    path: '/help',
    for: ['device', 'staff', 'nobody'],
    load: () => import('../features/help/HelpPage.svelte'),
  },
  {
    path: '/help/central-data',
    for: ['device', 'staff', 'nobody'],
    load: () => import('../features/help/CentralDataHelpPage.svelte'),
  },
  {
    path: '/more',
    for: ['device', 'staff', 'nobody'],
    load: () => import('../features/more/MorePage.svelte'),
  },
  { path: '/assets', for: ['device'], load: equipment.list },
  {
    path: '/assets/new',
    for: ['device'],
    load: () => import('../features/equipment/form/AddAssetPage.svelte'),
    needs: 'edit',
  },
  {
    path: '/assets/tables',
    for: ['device'],
    load: () => import('../features/import-export/assets/AssetTablesPage.svelte'),
  },
  { path: '/assets/:id', for: ['device'], load: equipment.asset },
  {
    path: '/assets/:id/mapping',
    for: ['device'],
    load: () => import('../features/equipment/asset/TemperatureMappingPage.svelte'),
    needs: 'record-status',
  },
  { path: '/labels', for: ['device', 'staff'], load: () => import('../features/labels/LabelsPage.svelte') },
  {
    path: '/scan/round',
    for: ['device'],
    load: () => import('../features/round/RoundPage.svelte'),
    needs: 'record-status',
  },
  { path: '/scan', for: ['device'], load: () => import('../features/scan/ScanPage.svelte') },
  {
    path: '/assets/:id/edit',
    for: ['device'],
    load: () => import('../features/equipment/form/EditAssetPage.svelte'),
    needs: 'edit',
  },
  {
    path: '/assets/:id/status',
    for: ['device'],
    load: () => import('../features/equipment/asset/UpdateStatusPage.svelte'),
    needs: 'record-status',
  },
  ...centralDataRoutes,
  { path: '/problems', for: ['staff'], load: () => import('../features/fleet/ProblemsPage.svelte') },
  { path: '/search', for: ['staff'], load: () => import('../features/search/SearchPage.svelte') },
  { path: '/regions', for: ['staff'], load: () => import('../features/regions/RegionsPage.svelte') },
  { path: '/sites', for: ['staff'], load: () => import('../features/sites/SitesPage.svelte') },
  {
    path: '/sites/open-msupply',
    for: ['staff'],
    load: () => import('../features/sites/open-msupply/OpenMSupplySites.svelte'),
  },
  {
    path: '/sites/open-msupply/messages',
    for: ['staff'],
    load: () => import('../features/sites/open-msupply/ContactForms.svelte'),
  },
  {
    path: '/sites/join-sheets',
    for: ['staff'],
    load: () => import('../features/sites/joining/JoinSheetsPage.svelte'),
  },
  { path: '/sites/:id', for: ['staff'], load: () => import('../features/sites/SitePage.svelte') },
  { path: '/users', for: ['staff'], load: () => import('../features/users/UsersPage.svelte') },
  {
    path: '/users/first-passwords',
    for: ['staff'],
    load: () => import('../features/users/FirstPasswordsPage.svelte'),
  },
  { path: '/users/:id', for: ['staff'], load: () => import('../features/users/UserPage.svelte') },
  { path: '/audit', for: ['staff'], load: () => import('../features/audit/AuditPage.svelte') },
  {
    path: '/imports',
    for: ['staff'],
    load: () => import('../features/import-export/country/ImportsPage.svelte'),
  },
  {
    path: '/imports/:id',
    for: ['staff'],
    load: () => import('../features/import-export/country/ImportPage.svelte'),
  },
  {
    path: '/fleet/export',
    for: ['staff'],
    load: () => import('../features/import-export/fleet/ExportFleetPage.svelte'),
  },
  { path: '/fleet', for: ['staff'], load: () => import('../features/fleet/FleetPage.svelte') },
  ...atCentralRoutes,
];
