// The words of all other pages, as one file to fetch.
import type { Namespace } from '../catalogue';

export const files = import.meta.glob<Namespace>('./*.json', { eager: true, import: 'default' });
