/**
 * The owners of imports: staff of the whole country share theirs, staff of a region see their own and change records within their border.
 */
import type { FastifyRequest } from 'fastify';
import { setTimeout } from 'node:timers/promises';
import type { Permission } from '../auth/permissions';
import type { ImportRecord } from '../imports/import-record';
import type { Importer } from '../imports/imports';
import { isOfCountry, mayImport } from '../imports/may-import';
import { NotNow } from '../imports/not-now';
import { ApiError } from './api-error';
import { demandWithin, type StaffCaller } from './demand';
import type { Services } from './services';

/** A call is answered by then, done or not, milliseconds: the caller asks again for work that goes on. */
const PATIENCE = 20_000;

export async function importerOf(
  services: Services,
  request: FastifyRequest,
  right?: Permission,
): Promise<{ staff: StaffCaller; importer: Importer }> {
  const { staff, own } = await demandWithin(services, request, right);
  return { staff, importer: { userId: staff.user.id, siteIds: own.sites() } };
}

/** A list of facilities makes sites anywhere, one of people gives rights anywhere: whoever is bound to a region brings none. */
export function demandWhole({ siteIds }: Importer, table: ImportRecord['table']): void {
  if (isOfCountry(table) && siteIds !== undefined) throw new ApiError('no-right');
}

/** A caller who may not change such a table, or is bound to a region and did not begin it, sees no import of it. */
export async function importOf(
  services: Services,
  request: FastifyRequest,
  id: string,
): Promise<{ record: ImportRecord; staff: StaffCaller }> {
  const { staff } = await importerOf(services, request);
  const record = await services.imports.get(id);
  if (!record || !mayImport(staff.user, record)) throw new ApiError('not-found');
  return { record, staff };
}

export async function inPatience(work: Promise<unknown>): Promise<void> {
  const patience = new AbortController();
  const late = setTimeout(PATIENCE, undefined, { signal: patience.signal }).catch(() => undefined);
  await Promise.race([work, late]);
  patience.abort();
}

/** A refusal for the state of the import is answered as one. */
export async function allowed<T>(begin: () => Promise<T>): Promise<T> {
  try {
    return await begin();
  } catch (error) {
    if (error instanceof NotNow) throw new ApiError('not-now', { state: error.state });
    throw error;
  }
}
