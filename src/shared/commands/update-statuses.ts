/** Records the findings at many assets at once: one log each, by the rules of one; all of them or none. */
import { accepted, hasIssues, refused, type Issue } from '../result';
import type { Draft } from '../change/change';
import { takes, type Command } from './command';
import { updateStatus, type StatusInput } from './update-status';

export interface StatusUpdate extends StatusInput {
  assetId: string;
}

/** Refuses with the issues of `updateStatus`, each with its `assetId` in the data. */
export const updateStatuses: Command<{ updates: readonly StatusUpdate[] }> = takes(
  'record-status',
  async (rows, { updates }, context) => {
    const drafts: Draft[] = [];
    const issues: Issue[] = [];
    for (const update of updates) {
      const result = await updateStatus(rows, update, context);
      if (result.ok) drafts.push(...result.value);
      else issues.push(...result.issues.map((issue) => ofAsset(issue, update.assetId)));
    }
    return hasIssues(issues) ? refused(...issues) : accepted(drafts);
  },
);

const ofAsset = (issue: Issue, assetId: string): Issue => ({ ...issue, data: { ...issue.data, assetId } });
