/** The pages of a site for support staff: over equipment that central is asked for. */
import type { Route } from './router/route';

const asset = () => import('./at-central/AssetAtCentral.svelte');

export const atCentralRoutes: readonly Route[] = [
  {
    path: '/assets/new',
    for: ['staff'],
    load: () => import('./at-central/AddAtCentral.svelte'),
    needs: 'edit',
  },
  { path: '/assets/tables', for: ['staff'], load: () => import('./at-central/TablesAtCentral.svelte') },
  { path: '/assets', for: ['staff'], load: () => import('./at-central/ListAtCentral.svelte') },
  { path: '/fleet/:id', for: ['staff'], load: asset },
  { path: '/assets/:id', for: ['staff'], load: asset },
  {
    path: '/assets/:id/edit',
    for: ['staff'],
    load: () => import('./at-central/EditAtCentral.svelte'),
    needs: 'edit',
  },
  {
    path: '/assets/:id/status',
    for: ['staff'],
    load: () => import('./at-central/StatusAtCentral.svelte'),
    needs: 'record-status',
  },
  {
    path: '/assets/:id/mapping',
    for: ['staff'],
    load: () => import('./at-central/MappingAtCentral.svelte'),
    needs: 'record-status',
  },
];
