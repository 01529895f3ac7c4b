// What the frame and the first pages of a visit say, as one file to fetch.
import type { Namespace } from '../catalogue';

export const files = import.meta.glob<Namespace>('./first/*.json', { eager: true, import: 'default' });
