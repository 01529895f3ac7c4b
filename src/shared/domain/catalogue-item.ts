/** Catalogue item: a model of equipment that a programme knows, found by its code. */
import * as z from 'zod/mini';
import { id, instant, line, properties } from './fields';

export const catalogueItem = z.object({
  id,
  /** the list that it is from: "WHO PQS", "General" … */
  subCatalogue: line,
  /** unique in its sub-catalogue, as the PQS code E003/002 */
  code: line,
  classId: id,
  categoryId: id,
  typeId: id,
  manufacturer: z.optional(line),
  model: line,
  properties,
  deletedAt: z.optional(instant),
});
export type CatalogueItem = z.infer<typeof catalogueItem>;

export const blankCatalogueItem = {
  subCatalogue: '',
  code: '',
  classId: '',
  categoryId: '',
  typeId: '',
  model: '',
  properties: {},
} satisfies Omit<CatalogueItem, 'id'>;
