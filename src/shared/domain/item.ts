/** Item and item pack variant: the goods that are counted, and their packing. */
import * as z from 'zod/mini';
import { id, instant, line } from './fields';
import { namesByLanguage } from './name-in';

export const item = z.object({
  id,
  code: line,
  name: line,
  nameIn: namesByLanguage,
  unit: line,
  deletedAt: z.optional(instant),
});
export type Item = z.infer<typeof item>;
export const blankItem = { code: '', name: '', unit: '' } satisfies Omit<Item, 'id'>;

export const packVariant = z.object({
  id,
  itemId: id,
  shortName: line,
  longName: line,
  /** units in one pack, above 0; decimals allowed */
  packSize: z.number(),
  isActive: z.boolean(),
  deletedAt: z.optional(instant),
});
export type PackVariant = z.infer<typeof packVariant>;
export const blankPackVariant = {
  itemId: '',
  shortName: '',
  longName: '',
  packSize: 1,
  isActive: true,
} satisfies Omit<PackVariant, 'id'>;
