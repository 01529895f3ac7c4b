/** Edit, remove and bring back an asset. Each writes only the differences, so that two people's edits of two fields both stand. */
import type { Asset } from '../domain/asset';
import type { RemovalReason } from '../domain/removal';
import { assetIssues } from '../domain/rules/asset';
import type { RowReader } from '../domain/rules/rows';
import { isJsonObject, type JsonObject } from '../json';
import { accepted, hasIssues, refused, type Issue, type Result } from '../result';
import { fromCatalogue } from './add-asset';
import { takes, type Command, type CommandContext } from './command';
import { newIssues } from './new-issues';
import { differing, fieldIssues, tidy, withPatch, type Values } from './values';

async function ownAsset(rows: RowReader, id: string, context: CommandContext): Promise<Result<Asset>> {
  const asset = await rows.get('asset', id);
  if (!asset) return refused({ code: 'unknown-asset' });
  return context.storeIds.includes(asset.storeId) ? accepted(asset) : refused({ code: 'store-not-here' });
}

export const editAsset: Command<{ id: string; values: Values; settles?: string[] }> = takes(
  'edit',
  async (rows, input, context) => {
    const found = await ownAsset(rows, input.id, context);
    if (!found.ok) return found;
    const typed = tidy(input.values);
    const patch = differing(found.value, { ...typed, ...(await fromCatalogue(rows, typed)) });
    const said = joined(patch, settledValues(typed, input.settles ?? []));
    if (Object.keys(said).length === 0) return accepted([]);
    const issues = [...fieldIssues('asset', said), ...lockedIssues(found.value, patch)];
    if (hasIssues(issues)) return refused(...issues);
    const broken = newIssues(
      await assetIssues(found.value, rows),
      await assetIssues(withPatch(found.value, said), rows),
    );
    if (hasIssues(broken)) return refused(...broken);
    return accepted([
      {
        kind: 'asset.edit',
        entityId: input.id,
        patch: said,
        ...(input.settles && { settles: input.settles }),
      },
    ]);
  },
);

/** A settled value is written even where it stands already: writing it settles the conflict. */
function settledValues(typed: JsonObject, settles: readonly string[]): JsonObject {
  const settled = Object.fromEntries(Object.entries(typed).filter(([field]) => settles.includes(field)));
  const { properties } = typed;
  if (!isJsonObject(properties)) return settled;
  const keys = Object.entries(properties).filter(([key]) => settles.includes(`properties.${key}`));
  return keys.length > 0 ? { ...settled, properties: Object.fromEntries(keys) } : settled;
}

function joined(patch: JsonObject, settled: JsonObject): JsonObject {
  const both = [patch['properties'], settled['properties']].filter(isJsonObject);
  const said = { ...patch, ...settled };
  return both.length > 0
    ? { ...said, properties: Object.fromEntries(both.flatMap((keys) => Object.entries(keys))) }
    : said;
}

/** A label may be wrong: a person who finds that takes the lock away, and the history keeps it. */
function lockedIssues(asset: Asset, patch: JsonObject): Issue[] {
  const { lockedFields: kept } = patch;
  return asset.lockedFields
    .filter((field) => !Array.isArray(kept) || kept.includes(field))
    .filter((field) => Object.hasOwn(patch, field))
    .map((field) => ({ code: 'locked-field', field }));
}

export const removeAsset: Command<{ id: string; removedFor?: RemovalReason }> = takes(
  'remove',
  async (rows, { id, removedFor }, context) => {
    const found = await ownAsset(rows, id, context);
    if (!found.ok) return found;
    if (found.value.deletedAt !== undefined) return accepted([]);
    return accepted([
      {
        kind: 'asset.remove',
        entityId: id,
        patch: { deletedAt: new Date(context.now).toISOString(), ...(removedFor && { removedFor }) },
      },
    ]);
  },
);

export const restoreAsset: Command<{ id: string }> = takes('remove', async (rows, { id }, context) => {
  const found = await ownAsset(rows, id, context);
  if (!found.ok) return found;
  if (found.value.deletedAt === undefined) return accepted([]);
  const { removedFor } = found.value;
  const patch = { deletedAt: null, ...(removedFor !== undefined && { removedFor: null }) };
  return accepted([{ kind: 'asset.edit', entityId: id, patch }]);
});
