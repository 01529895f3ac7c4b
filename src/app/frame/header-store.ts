/** The choice of a store in the header, fetched only where there are several. */
export const headerStore = () => import('./HeaderStore.svelte');
