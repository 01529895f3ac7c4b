/** The routes of central data beside the catalogue. Each record has a page, a form, and a form for a new one. */
import type { Route } from './route';

const root = '/central-data';

const at = (path: string, load: Route['load']): Route => ({
  path: `${root}${path}`,
  for: ['site', 'central'],
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
  at('/status-reasons', () => import('../features/status-reasons/StatusReasonsPage.svelte')),
  ...record(
    '/status-reasons',
    () => import('../features/status-reasons/StatusReasonPage.svelte'),
    () => import('../features/status-reasons/EditStatusReasonPage.svelte'),
  ),
  at('/hierarchy', () => import('../features/hierarchy/HierarchyPage.svelte')),
  ...record(
    '/classes',
    () => import('../features/hierarchy/ClassPage.svelte'),
    () => import('../features/hierarchy/EditClassPage.svelte'),
  ),
  ...record(
    '/categories',
    () => import('../features/hierarchy/CategoryPage.svelte'),
    () => import('../features/hierarchy/EditCategoryPage.svelte'),
  ),
  ...record(
    '/types',
    () => import('../features/hierarchy/TypePage.svelte'),
    () => import('../features/hierarchy/EditTypePage.svelte'),
  ),
  at('/properties', () => import('../features/properties/PropertiesPage.svelte')),
  ...record(
    '/properties',
    () => import('../features/properties/PropertyPage.svelte'),
    () => import('../features/properties/EditPropertyPage.svelte'),
  ),
  at('/items', () => import('../features/items/ItemsPage.svelte')),
  ...record(
    '/items',
    () => import('../features/items/ItemPage.svelte'),
    () => import('../features/items/EditItemPage.svelte'),
  ),
  ...record(
    '/pack-variants',
    () => import('../features/items/PackVariantPage.svelte'),
    () => import('../features/items/EditPackVariantPage.svelte'),
  ),
  at('/programme-settings', () => import('../features/programme-settings/ProgrammeSettingsPage.svelte')),
  at(
    '/programme-settings/edit',
    () => import('../features/programme-settings/EditProgrammeSettingsPage.svelte'),
  ),
  at('/tables', () => import('../features/tables/TablesPage.svelte')),
  at('/tables/:table', () => import('../features/tables/TablePage.svelte')),
];
