/**
 * Records a temperature mapping of an asset: its findings and their places. It says nothing of the functional status. Where the
 * programme has the properties for it, as with cold rooms, the dates of the first and the latest mapping are kept on the asset:
 * Open mSupply shows and exports those.
 */
import type { Draft } from '../change/change';
import type { Asset } from '../domain/asset';
import { blankAssetLog, type AssetLog } from '../domain/asset-log';
import { firstMapping, mappingDates } from '../domain/mapping-dates';
import { assetLogIssues } from '../domain/rules/asset-log';
import type { RowReader } from '../domain/rules/rows';
import { accepted, hasIssues, refused } from '../result';
import { takes, type Command } from './command';
import { fieldIssues, firstPatch, tidy, withPatch } from './values';

interface TemperatureMapping {
  assetId: string;
  /** the findings; a mapping without any is none */
  comment: string;
  /** when it was made (instant); left out: now */
  loggedAt?: string;
}

export const addTemperatureMapping: Command<TemperatureMapping> = takes(
  'record-status',
  async (rows, input, context) => {
    const asset = await rows.get('asset', input.assetId);
    if (!asset) return refused({ code: 'unknown-asset' });
    if (!context.storeIds.includes(asset.storeId)) return refused({ code: 'store-not-here' });
    if (asset.deletedAt !== undefined) return refused({ code: 'already-removed' });
    const createdAt = new Date(context.now).toISOString();
    const { assetId, comment, loggedAt = createdAt } = input;
    const patch = firstPatch(tidy({ assetId, comment, loggedAt, createdAt, type: 'TEMPERATURE_MAPPING' }));
    const wrong = fieldIssues('assetLog', patch);
    if (patch['comment'] === undefined) wrong.push({ code: 'missing-field', field: 'comment' });
    if (hasIssues(wrong)) return refused(...wrong);
    const entityId = context.newId();
    const log: AssetLog = withPatch({ ...blankAssetLog, id: entityId, userId: 'author' }, patch);
    const issues = await assetLogIssues(log, rows, context.now);
    if (hasIssues(issues)) return refused(...issues);
    const dates = await datesOf(rows, asset, loggedAt.slice(0, DAY));
    return accepted([{ kind: 'assetLog.add', entityId, patch }, ...dates]);
  },
);

/** the length of a day as text: 2026-11-29 */
const DAY = 10;

async function datesOf(rows: RowReader, asset: Asset, day: string): Promise<Draft[]> {
  const properties: Record<string, string> = {};
  for (const { id, key } of mappingDates) {
    const property = await rows.get('assetProperty', id);
    if (!property || property.deletedAt !== undefined || property.categoryId !== asset.categoryId) continue;
    const known = asset.properties[key];
    const isNews = typeof known !== 'string' || (id === firstMapping.id ? day < known : day > known);
    if (isNews) properties[property.key] = day;
  }
  if (Object.keys(properties).length === 0) return [];
  return [{ kind: 'asset.edit', entityId: asset.id, patch: { properties } }];
}
