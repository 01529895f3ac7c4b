/** `asset_catalogue_item` and `asset_log_reason`. */
import type { CatalogueItem } from '#shared/domain/catalogue-item';
import type { StatusReason } from '#shared/domain/status-reason';
import { writeOptionalInstant } from '../wire/dates';
import { isFrom, newest } from '../wire/site-version';
import { orNone } from './fields';
import { writeProperties } from './properties';
import type { Outgoing, SiteVersion } from '../door';

export const writeCatalogueItem = (row: CatalogueItem): Outgoing => ({
  tableName: 'asset_catalogue_item',
  recordId: row.id,
  data: {
    id: row.id,
    sub_catalogue: row.subCatalogue,
    code: row.code,
    manufacturer: orNone(row.manufacturer),
    model: row.model,
    class_id: row.classId,
    category_id: row.categoryId,
    type_id: row.typeId,
    properties: writeProperties(row.properties, undefined),
    deleted_datetime: writeOptionalInstant(row.deletedAt),
  },
});

/** Undefined where the site knows no such status. */
export const writeStatusReason = (row: StatusReason, version: SiteVersion = newest): Outgoing | undefined =>
  row.functionalStatus === 'UNSERVICEABLE' && !isFrom(4, version)
    ? undefined
    : {
        tableName: 'asset_log_reason',
        recordId: row.id,
        data: {
          id: row.id,
          asset_log_status: row.functionalStatus,
          reason: row.reason,
          deleted_datetime: writeOptionalInstant(row.deletedAt),
          comments_required: row.commentsRequired,
        },
      };
