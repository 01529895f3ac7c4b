/** The routes of central data beside the catalogue. Each record has a page, a form, and a form for a new one. */
import type { Route } from './router/route';

const root = '/central-data';

const at = (path: string, load: Route['load']): Route => ({
  path: `${root}${path}`,
  for: ['device', 'staff'],
  load,
});

/** A fixed segment comes before a named one: `new` is no id. */
const record = (path: string, page: Route['load'], form: Route['load']): Route[] => [
  at(`${path}/new`, form),
  at(`${path}/:id`, page),
  at(`${path}/:id/edit`, form),
];

export const centralDataRoutes: readonly Route[] = [
  at('', () => import('../features/central-data/CentralDataPage.svelte')),
  at('/status-reasons', () => import('../features/central-data/status-reasons/StatusReasonsPage.svelte')),
  ...record(
    '/status-reasons',
    () => import('../features/central-data/status-reasons/StatusReasonPage.svelte'),
    () => import('../features/central-data/status-reasons/EditStatusReasonPage.svelte'),
  ),
  at('/hierarchy', () => import('../features/central-data/hierarchy/HierarchyPage.svelte')),
  ...record(
    '/classes',
    () => import('../features/central-data/hierarchy/ClassPage.svelte'),
    () => import('../features/central-data/hierarchy/EditClassPage.svelte'),
  ),
  ...record(
    '/categories',
    () => import('../features/central-data/hierarchy/CategoryPage.svelte'),
    () => import('../features/central-data/hierarchy/EditCategoryPage.svelte'),
  ),
  ...record(
    '/types',
    () => import('../features/central-data/hierarchy/TypePage.svelte'),
    () => import('../features/central-data/hierarchy/EditTypePage.svelte'),
  ),
  at('/properties', () => import('../features/central-data/properties/PropertiesPage.svelte')),
  ...record(
    '/properties',
    () => import('../features/central-data/properties/PropertyPage.svelte'),
    () => import('../features/central-data/properties/EditPropertyPage.svelte'),
  ),
  at('/items', () => import('../features/central-data/items/ItemsPage.svelte')),
  ...record(
    '/items',
    () => import('../features/central-data/items/ItemPage.svelte'),
    () => import('../features/central-data/items/EditItemPage.svelte'),
  ),
  ...record(
    '/pack-variants',
    () => import('../features/central-data/items/PackVariantPage.svelte'),
    () => import('../features/central-data/items/EditPackVariantPage.svelte'),
  ),
  at(
    '/programme-settings',
    () => import('../features/central-data/programme-settings/ProgrammeSettingsPage.svelte'),
  ),
  at(
    '/programme-settings/edit',
    () => import('../features/central-data/programme-settings/EditProgrammeSettingsPage.svelte'),
  ),
  at('/tables', () => import('../features/import-export/TablesPage.svelte')),
  at('/tables/:table', () => import('../features/import-export/TablePage.svelte')),
];
