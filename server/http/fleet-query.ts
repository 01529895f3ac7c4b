/** The questions that staff ask of the equipment of all sites, as they stand in the query of an address. */
import * as z from 'zod';
import { functionalStatuses } from '#shared/domain/functional-status';
import { cursor, limit } from './paging';

const named = z.string().max(64).optional();
/** The places that a list can be cut to. */
export const places = { storeId: named, siteId: named, regionId: named };

/** A blank one would ask for what names nothing. */
const some = z.string().trim().min(1).max(64).optional();

const statuses = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(functionalStatuses)).max(functionalStatuses.length))
  .optional();
const sorts = ['assetNumber', 'status', 'statusSince', 'modifiedAt'] as const;
const sort = z.enum([...sorts, ...sorts.map((field) => `-${field}` as const)]).optional();

const found = {
  ...places,
  q: z.string().max(200).optional(),
  typeId: some,
  reasonId: some,
  maker: z.string().trim().min(1).max(200).optional(),
  photo: z.enum(['with', 'without']).optional(),
  sinceBefore: z.iso.datetime().optional(),
  checkedBefore: z.iso.datetime().optional(),
};
/** All that narrows a list, but for the status. */
export const foundQuery = z.object(found);
export const exportQuery = z.object({ ...found, status: statuses, sort, cursor });
export const assetQuery = z.object({ ...found, status: statuses, sort, limit, cursor });
