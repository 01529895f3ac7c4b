/** Record a temperature mapping of an asset: what was found where in it. It says nothing of its functional status. */
import { blankAssetLog, type AssetLog } from '../domain/asset-log';
import { assetLogIssues } from '../domain/rules/asset-log';
import { accepted, hasIssues, refused } from '../result';
import { takes, type Command } from './command';
import { fieldIssues, firstPatch, tidy, withPatch } from './values';

export interface TemperatureMapping {
  assetId: string;
  /** what was found; a mapping that says nothing is none */
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
    return hasIssues(issues) ? refused(...issues) : accepted([{ kind: 'assetLog.add', entityId, patch }]);
  },
);
