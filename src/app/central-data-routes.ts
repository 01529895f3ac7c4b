/** The routes of central data. Some kinds have a list of their own; every record of every kind has one page and one form. */
import type { Route } from './router/route';

const at = (path: string, load: Route['load']): Route => ({ path, for: ['device', 'staff'], load });

const page = () => import('../features/central-data/KindPage.svelte');
const form = () => import('../features/central-data/EditKindPage.svelte');

/** A fixed segment comes before a named one: `new` is no id. */
const records = (path: string): Route[] => [
  at(`${path}/new`, form),
  at(`${path}/:id`, page),
  at(`${path}/:id/edit`, form),
];

export const centralDataRoutes: readonly Route[] = [
  at('/catalogue', () => import('../features/central-data/catalogue/CataloguePage.svelte')),
  ...records('/catalogue'),
  at('/central-data', () => import('../features/central-data/CentralDataPage.svelte')),
  at(
    '/central-data/status-reasons',
    () => import('../features/central-data/status-reasons/StatusReasonsPage.svelte'),
  ),
  at('/central-data/hierarchy', () => import('../features/central-data/hierarchy/HierarchyPage.svelte')),
  at('/central-data/items', () => import('../features/central-data/items/ItemsPage.svelte')),
  at('/central-data/tables', () => import('../features/import-export/TablesPage.svelte')),
  at('/central-data/tables/:table', () => import('../features/import-export/TablePage.svelte')),
  at('/central-data/:kind', page),
  at('/central-data/:kind/edit', form),
  ...records('/central-data/:kind'),
];
