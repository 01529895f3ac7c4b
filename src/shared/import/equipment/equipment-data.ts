/** The records that a table of equipment refers to. */
import type { Asset } from '../../domain/asset';
import type { CurrentStatus } from '../../domain/asset-log';
import type { CatalogueItem } from '../../domain/catalogue-item';
import type { RowReader } from '../../domain/rules/rows';
import { rowsInMemory } from '../../domain/rules/rows-in-memory';
import type { StatusReason } from '../../domain/status-reason';
import type { Around } from '../around';

/** A piece of equipment, and its present status by its logs. */
export type EquipmentRow = Asset & Partial<CurrentStatus>;

export interface NamedStore {
  id: string;
  code: string;
  name: string;
  /** at central, where two sites may have stores of one code */
  siteCode?: string;
  siteName?: string;
  /** its site has other stores */
  hasSiblings?: boolean;
  /** of the facility of its site: its number in the country's list, and the names and codes of its regions, lowest first */
  nationalId?: string;
  regions?: readonly string[];
}

export interface EquipmentData {
  assets: readonly EquipmentRow[];
  catalogue: readonly CatalogueItem[];
  reasons: readonly StatusReason[];
  around: Around;
  stores: readonly NamedStore[];
}

/** The data as a reader of rows, for the rules. */
export const rowsAround = ({ assets, catalogue, reasons, around }: EquipmentData): RowReader =>
  rowsInMemory({
    asset: assets,
    catalogueItem: catalogue,
    statusReason: reasons,
    assetClass: around.classes,
    assetCategory: around.categories,
    assetType: around.types,
    assetProperty: around.properties,
  });

/** A row for the values that a catalogue item, or a row of a file, gives a piece that is not there yet. */
export const blankRow: EquipmentRow = {
  ...{ id: '', storeId: '', assetNumber: '', classId: '', categoryId: '', typeId: '' },
  ...{ needsReplacement: false, properties: {}, lockedFields: [], createdAt: '', modifiedAt: '' },
};
