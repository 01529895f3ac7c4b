// The words of the frame and of a visit's first pages, as one file to fetch.
import type { Namespace } from '../catalogue';

export const files = import.meta.glob<Namespace>('./first/*.json', { eager: true, import: 'default' });
