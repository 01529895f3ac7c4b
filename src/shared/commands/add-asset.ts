/** Register an asset, from the catalogue or by hand, with the first log that says how it is. */
import { blankAsset, type Asset } from '../domain/asset';
import { assetIssues } from '../domain/rules/asset';
import type { RowReader } from '../domain/rules/rows';
import { accepted, hasIssues, refused } from '../result';
import type { JsonObject } from '../json';
import { draftFiles, type FileFacts } from './attach-file';
import { takes, type Command } from './command';
import { draftLog, type StatusInput } from './update-status';
import { fieldIssues, firstPatch, tidy, withPatch, type Values } from './values';

export interface AddAssetInput {
  storeId: string;
  /** none: a new random id; given where a scanned label makes one (UUID v5 of store, GTIN and serial) */
  id?: string;
  /** fields of an asset; class, category and type come from the catalogue item when there is one */
  values: Values;
  firstLog: StatusInput;
  /** photos of it */
  files?: readonly FileFacts[];
}

export const addAsset: Command<AddAssetInput> = takes('edit', async (rows, input, context) => {
  if (!context.storeIds.includes(input.storeId)) return refused({ code: 'store-not-here', field: 'storeId' });
  const known = input.id === undefined ? undefined : await rows.get('asset', input.id);
  if (known) return refused({ code: 'label-known', data: { assetNumber: known.assetNumber } });
  const typed = tidy({ needsReplacement: false, ...input.values, storeId: input.storeId });
  const patch = firstPatch({ ...typed, ...(await fromCatalogue(rows, typed)) });
  const entityId = input.id ?? context.newId();
  const wrong = fieldIssues('asset', patch);
  const asset: Asset = withPatch({ ...blankAsset, id: entityId, createdAt: 'now', modifiedAt: 'now' }, patch);
  const issues = wrong.length > 0 ? wrong : await assetIssues(asset, rows);
  const log = await draftLog(rows, entityId, input.firstLog, context, ['unknown-asset']);
  if (!log.ok) return hasIssues(issues) ? refused(...issues, ...log.issues) : log;
  if (hasIssues(issues)) return refused(...issues);
  const owner = { ownerTable: 'asset', ownerId: entityId } as const;
  const files = await draftFiles(rows, owner, input.files ?? [], context);
  if (!files.ok) return files;
  return accepted([{ kind: 'asset.create', entityId, patch }, ...log.value, ...files.value]);
});

/** Assets of a catalogue item stand at the item's own place in the hierarchy. */
export async function fromCatalogue(rows: RowReader, values: JsonObject): Promise<JsonObject> {
  const id = values['catalogueItemId'];
  const item = typeof id === 'string' ? await rows.get('catalogueItem', id) : undefined;
  return item ? { classId: item.classId, categoryId: item.categoryId, typeId: item.typeId } : {};
}
