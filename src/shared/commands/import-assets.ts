/** Many rows of an imported table of assets in one go: one transaction for a whole batch. */
import type { Draft } from '../change/change';
import { accepted, hasIssues, refused, type Issue } from '../result';
import type { Command } from './command';
import { importAsset, type ImportedAsset } from './import-asset';

/**
 * If one row cannot be saved, none is. Refuses with the issues of each such row; `data.index` is its place in the list, and an
 * issue without it concerns all of them.
 */
export const importAssets: Command<readonly ImportedAsset[]> = async (rows, assets, context) => {
  const drafts: Draft[] = [];
  const issues: Issue[] = [];
  for (const [index, asset] of assets.entries()) {
    const result = await importAsset(rows, asset, context);
    if (result.ok) drafts.push(...result.value);
    else if (result.issues.some(({ code }) => isForAll(code))) return result;
    else issues.push(...result.issues.map((issue) => ({ ...issue, data: { ...issue.data, index } })));
  }
  return hasIssues(issues) ? refused(...issues) : accepted(drafts);
};

/** True if a refusal concerns the person, whatever the row says. */
const isForAll = (code: string): boolean =>
  code.startsWith('person-may-not-') || ['no-right', 'device-locked', 'name-not-chosen'].includes(code);
