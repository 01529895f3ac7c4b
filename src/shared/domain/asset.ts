/** Asset: a piece of equipment that belongs to one store. */
import * as z from 'zod/mini';
import { removalReasons } from './removal';
import { date, id, instant, line, properties, text, v6Fields } from './fields';

/** Fields that a scanned label may have filled; they are shown, not edited. */
export const lockableFields = ['serialNumber', 'catalogueItemId', 'warrantyStart', 'warrantyEnd'] as const;

export const asset = z.object({
  id,
  storeId: id,
  assetNumber: line,
  serialNumber: z.optional(line),
  classId: id,
  categoryId: id,
  typeId: id,
  /** none: a non-catalogue asset, described by hand */
  catalogueItemId: z.optional(id),
  manufacturer: z.optional(line),
  model: z.optional(line),
  installationDate: z.optional(date),
  replacementDate: z.optional(date),
  warrantyStart: z.optional(date),
  warrantyEnd: z.optional(date),
  donor: z.optional(line),
  needsReplacement: z.boolean(),
  storageLocation: z.optional(line),
  notes: z.optional(text),
  properties,
  lockedFields: z.array(z.enum(lockableFields)),
  createdAt: instant,
  modifiedAt: instant,
  deletedAt: z.optional(instant),
  removedFor: z.optional(z.enum(removalReasons)),
  /** the record of the same piece that stands for this one, if it counts (rule T2); and the time of that merge */
  mergedInto: z.optional(id),
  mergedAt: z.optional(instant),
  v6Fields: z.optional(v6Fields),
});
export type Asset = z.infer<typeof asset>;

export const blankAsset = {
  storeId: '',
  assetNumber: '',
  classId: '',
  categoryId: '',
  typeId: '',
  needsReplacement: false,
  properties: {},
  lockedFields: [],
  createdAt: '',
  modifiedAt: '',
} satisfies Omit<Asset, 'id'>;
