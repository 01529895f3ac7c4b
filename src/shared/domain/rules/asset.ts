/** Rules for an asset (rules A1 to A5 in PROTOCOL.md): a command refuses with them and central flags with them. */
import type { Issue } from '../../result';
import type { Asset } from '../asset';
import { classificationIssues } from './hierarchy';
import { missingFields } from './missing';
import type { RowReader } from './rows';

export async function assetIssues(asset: Asset, rows: RowReader): Promise<Issue[]> {
  if (asset.deletedAt !== undefined) return [];
  return [
    ...missingFields('asset', asset),
    ...dateIssues(asset),
    ...(await classificationIssues(asset, rows)),
    ...(await numberIssues(asset, rows)),
    ...(await catalogueIssues(asset, rows)),
    ...(await mergeIssues(asset, rows)),
  ];
}

function dateIssues(asset: Asset): Issue[] {
  const { warrantyStart, warrantyEnd, installationDate, replacementDate } = asset;
  const issues: Issue[] = [];
  if (warrantyStart && warrantyEnd && warrantyEnd < warrantyStart) {
    issues.push({ code: 'warranty-ends-before-start', field: 'warrantyEnd' });
  }
  if (installationDate && replacementDate && replacementDate < installationDate) {
    issues.push({ code: 'replaced-before-installed', field: 'replacementDate' });
  }
  return issues;
}

/** A number is unique in its store. Two offline devices may still make the same one: both stay, and are flagged. */
async function numberIssues(asset: Asset, rows: RowReader): Promise<Issue[]> {
  if (asset.assetNumber === '') return [];
  const same = await rows.assetsNumbered(asset.storeId, asset.assetNumber);
  const other = same.find((candidate) => candidate.id !== asset.id);
  return other
    ? [
        {
          code: 'asset-number-taken',
          field: 'assetNumber',
          data: { assetNumber: asset.assetNumber, otherId: other.id },
        },
      ]
    : [];
}

/** A merge that does not count (rule T2). One that stands for a circle says a merge that need not. */
async function mergeIssues({ id, storeId, mergedInto }: Asset, rows: RowReader): Promise<Issue[]> {
  if (mergedInto === undefined) return [];
  const target = mergedInto === id ? undefined : await rows.get('asset', mergedInto);
  if (!target) return [{ code: 'unknown-asset', field: 'mergedInto' }];
  return target.storeId === storeId ? [] : [{ code: 'merged-elsewhere', field: 'mergedInto' }];
}

async function catalogueIssues(asset: Asset, rows: RowReader): Promise<Issue[]> {
  if (asset.catalogueItemId === undefined) return [];
  const item = await rows.get('catalogueItem', asset.catalogueItemId);
  return item ? [] : [{ code: 'unknown-catalogue-item', field: 'catalogueItemId' }];
}
