// All words of one language, as one file to fetch.
import type { Namespace } from './catalogue';

export const files = import.meta.glob<Namespace>('./en/*.json', { eager: true, import: 'default' });
