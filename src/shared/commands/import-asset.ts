/** One row of an imported table of assets: a new asset with its first log, or the differences of a known one. */
import type { Draft } from '../change/change';
import { accepted, refused, type Result } from '../result';
import { addAsset } from './add-asset';
import { takes, type Command } from './command';
import { editAsset } from './edit-asset';
import { updateStatus, type StatusInput } from './update-status';
import type { Values } from './values';

export interface ImportedAsset {
  /** the asset it is about; absent: a new one */
  id?: string;
  storeId: string;
  values: Values;
  /** the row's status, where it is news */
  status?: StatusInput;
}

export const importAsset: Command<ImportedAsset> = takes(
  'import',
  async (rows, { id, storeId, values, status }, context) => {
    if (id === undefined) return addAsset(rows, { storeId, values, firstLog: status ?? {} }, context);
    const edited = await editAsset(rows, { id, values }, context);
    const said: Result<Draft[]> = status
      ? await updateStatus(rows, { assetId: id, ...status }, context)
      : accepted([]);
    if (!edited.ok) return refused(...edited.issues, ...(said.ok ? [] : said.issues));
    return said.ok ? accepted([...edited.value, ...said.value]) : said;
  },
);
