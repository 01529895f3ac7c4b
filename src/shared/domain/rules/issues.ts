/** The one door to all rules: the issues of a row. Commands refuse with them, central flags with them. */
import type { Issue } from '../../result';
import type { EntityName, RowOf } from '../entities';
import { assetIssues } from './asset';
import { assetLogIssues } from './asset-log';
import {
  assetCategoryIssues,
  assetTypeIssues,
  catalogueItemIssues,
  packVariantIssues,
  programmeSettingsIssues,
} from './central-data';
import { nameIssues } from './known-by';
import { missingFields } from './missing';
import type { RowReader } from './rows';
import { tooLongFields } from './too-long';

type Rule<E extends EntityName> = (row: RowOf<E>, rows: RowReader, now: number) => Promise<Issue[]>;

/** The rules beyond the required fields. */
const rules: { [E in EntityName]?: Rule<E> } = {
  asset: assetIssues,
  assetLog: assetLogIssues,
  catalogueItem: catalogueItemIssues,
  packVariant: packVariantIssues,
  assetCategory: assetCategoryIssues,
  assetType: assetTypeIssues,
  programmeSettings: programmeSettingsIssues,
};

/** Everything that is wrong with a row by the rules of the domain; `now` is central's time in milliseconds. */
export async function issuesOf<E extends EntityName>(
  entity: E,
  row: RowOf<E>,
  rows: RowReader,
  now: number,
): Promise<Issue[]> {
  const rule: Rule<E> | undefined = rules[entity];
  return [
    ...tooLongFields(entity, row),
    ...(rule ? await rule(row, rows, now) : missingFields(entity, row)),
    ...(await nameIssues(entity, row, rows)),
  ];
}
