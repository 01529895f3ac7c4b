/** What is wrong with a row, in whole sentences with the name of the column before each. */
import type { Issue } from '#shared/result';
import type { Words } from '../../../words/words.svelte';
import type { Column } from '../columns';
import { assetColumnName } from './asset-columns';
import type { PlannedAsset } from './plan-assets';
import type { RowProblem } from './read-asset-row';

/** Fields of a log stand in columns of their own names. */
const columnOf: Readonly<Record<string, string>> = { reasonId: 'reason' };

export function rowSentences(
  words: Words,
  known: readonly Column[],
  { problems, issues }: Pick<PlannedAsset, 'problems' | 'issues'>,
): string[] {
  const about = (id: string, problem: string): string => {
    const column = known.find((one) => one.id === (columnOf[id] ?? id));
    return column
      ? words.t('tables.problemIn', { column: assetColumnName(words, column), problem })
      : problem;
  };
  const ofProblem = ({ column, issue }: RowProblem): string =>
    about(column, isRule(issue) ? words.sayError(issue) : words.t(`tables.issue-${issue}`));
  const ofIssue = ({ code, field = '', data }: Issue): string => about(field, words.sayError(code, data));
  return [...new Set([...problems.map(ofProblem), ...issues.map(ofIssue)])];
}

const isRule = (
  issue: RowProblem['issue'],
): issue is 'unknown-catalogue-item' | 'unknown-reason' | 'store-not-here' =>
  issue === 'unknown-catalogue-item' || issue === 'unknown-reason' || issue === 'store-not-here';
