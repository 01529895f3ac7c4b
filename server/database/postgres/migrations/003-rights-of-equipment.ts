/** A right for each thing that is done to equipment, as in SQLite's step of that name. */
import { rightsOfEquipmentSql } from '../../sqlite/migrations/026-rights-of-equipment';
import type { PgMigration } from '../migrations';

export const rightsOfEquipment: PgMigration = { version: 3, sql: rightsOfEquipmentSql };
